# Khung ứng dụng: màn hình đầu, phòng chờ, thanh trên, bản đồ, lệnh

shell-theme-dark = Tối
shell-theme-light = Sáng
shell-theme-high-contrast = Tương phản cao

shell-mode-guided = Có hướng dẫn
shell-mode-practice = Luyện tập
shell-mode-exam = Kiểm tra

shell-weekday-0 = Thứ Hai
shell-weekday-1 = Thứ Ba
shell-weekday-2 = Thứ Tư
shell-weekday-3 = Thứ Năm
shell-weekday-4 = Thứ Sáu
shell-weekday-5 = Thứ Bảy
shell-weekday-6 = Chủ Nhật

shell-span-day = { $n } ngày
shell-span-hour = { $n } giờ
shell-span-minute = { $n } phút
shell-span-second = { $n } giây

shell-severity-m4 = M4 · Sự kiện
shell-severity-m3 = M3 · Trung bình
shell-severity-m2 = M2 · Nghiêm trọng
shell-severity-m1 = M1 · Đặc biệt nghiêm trọng

shell-new-backup = Bản sao lưu mới số { $n }
shell-alert-number = Cảnh báo số { $n }

shell-panel-alerts = Hộp cảnh báo
shell-panel-map = Bản đồ mạng
shell-panel-inspector = Đối tượng
shell-panel-work = Việc đang làm
shell-panel-plan = Phương án
shell-panel-comms = Liên lạc
shell-panel-record = Sổ sự cố
shell-panel-reports = Báo cáo
shell-panel-timeline = Dòng thời gian
