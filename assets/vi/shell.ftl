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

shell-window-title = dientap · DIỄN TẬP
shell-exercise-badge = DIỄN TẬP
shell-home = Màn hình đầu
shell-palette = Bảng lệnh

shell-home-title = Diễn tập ứng cứu sự cố an toàn thông tin
shell-home-subtitle = Mô phỏng mạng dùng chung của một tỉnh hư cấu, một cuộc tấn công và phương án ứng phó. Mọi thứ ở đây đều là diễn tập.
shell-continue = Tiếp tục lượt gần nhất
shell-door-training = Luyện tập cá nhân
shell-door-training-what = Ngồi vào một ghế của đội ứng cứu; các ghế còn lại do người đóng thế giữ.
shell-door-training-state = { $n } kịch bản sẵn sàng
shell-door-live = Diễn tập trực tiếp
shell-door-live-what = Nhiều người, nhiều máy, một điều hành viên.
shell-door-authoring = Soạn kịch bản
shell-door-authoring-what = Dựng và chạy thử kịch bản. Hiện nay kịch bản là tệp RON trong thư mục scenarios, kiểm tra bằng lệnh dientap check.
shell-door-records = Hồ sơ
shell-door-records-what = Các lượt đã chơi: xem lại, chấm điểm, rút kinh nghiệm.
shell-door-records-state = { $n } lượt đã lưu
shell-door-later = Chưa có trong bản này; sẽ có ở bản sau.

shell-map-normal = Chưa biết gì bất thường
shell-map-treated = Đã xử lý
shell-map-alert = Có cảnh báo
shell-map-held = Đã bị xâm nhập
shell-map-spoiled = Bị mã hóa hoặc sửa đổi
shell-map-cut = Đã cô lập
shell-map-maintenance = Đang bảo trì
shell-map-off = Đã tắt
shell-map-systems = { $well }/{ $all } hệ thống hoạt động
shell-map-hosts = { $n } máy
shell-map-legend = Chú giải
shell-map-fit = Xem toàn tỉnh
shell-map-zoom-in = Phóng to
shell-map-zoom-out = Thu nhỏ
shell-system-up = hoạt động
shell-system-degraded = chậm, chập chờn
shell-system-maintenance = đang bảo trì
shell-system-down = không hoạt động
