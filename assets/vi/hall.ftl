# hall

hall-error-file = Không dùng được { $path }: { $why }. Kiểm tra quyền và chỗ trống trên đĩa.
hall-error-bad-file = Tệp { $path } của phòng không đọc được. Lấy lại từ bản sao lưu rồi mở lại.
hall-error-taken = Trong { $path } đã có một phòng. Mở lại bằng --resume, hoặc chọn thư mục khác.
hall-error-backup-of-itself = { $path } là thư mục của chính phòng này. Chọn thư mục khác, tốt nhất trên ổ khác, để sao lưu.
hall-error-no-hall = Trong { $path } không có phòng nào. Mở phòng mới bằng: dientap host KỊCH_BẢN --dir { $path }
hall-error-other-scenario = Tệp của kịch bản { $id } đã khác so với lúc mở phòng. Đặt lại đúng các tệp lúc đó rồi mở lại.
hall-error-listen = Không mở được { $address }: { $why }. Cổng có thể đang bị chương trình khác dùng; chọn cổng khác.
hall-error-certificate = Không tạo hoặc không dùng được chứng thư của phòng. Xóa certificate.der, key.der và secret trong thư mục của phòng để tạo lại; mọi mã sẽ đổi.
hall-error-no-random = Hệ điều hành không cho số ngẫu nhiên.
hall-error-thread = Không chạy được phòng: { $why }

## Trang chỉ xem

hall-page-title = Phòng diễn tập
hall-page-fiction = Mọi tỉnh, cơ quan, địa chỉ và sự cố ở đây đều hư cấu.
hall-page-other-language = English
hall-page-script = Trang này cần JavaScript. Hãy bật JavaScript trong trình duyệt rồi mở lại.
hall-page-connecting = Đang kết nối với phòng…
hall-page-lost = Mất kết nối với phòng. Số liệu dưới đây đã cũ; đang tự kết nối lại…
hall-page-pause = TẠM DỪNG
hall-page-elapsed = Đã diễn ra { $elapsed } trên { $active } · { $percent } %
hall-page-teams = Các đội
hall-page-tally = { $running } trên { $teams } đội đang diễn tập
hall-page-key = trong mỗi ô: giai đoạn, giờ của đội, số người đang kết nối / giữ ghế
hall-page-news = Thông báo
hall-page-no-news = Chưa có thông báo.
hall-page-stage-lobby = Chưa bắt đầu
hall-page-stage-running = Đang diễn ra
hall-page-stage-paused = Tạm dừng
hall-page-stage-over = Đã kết thúc
hall-team-stopped = Chưa diễn tập tiếp được vì nhật ký { $file }: { $why } Các đội khác vẫn tiếp tục; phần mềm tự thử lại.
