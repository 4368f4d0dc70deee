# hall

hall-error-file = Không dùng được { $path }: { $why }. Kiểm tra quyền và chỗ trống trên đĩa.
hall-error-bad-file = Tệp { $path } của phòng không đọc được. Lấy lại từ bản sao lưu rồi mở lại.
hall-error-taken = Trong { $path } đã có một phòng. Mở lại bằng --resume, hoặc chọn thư mục khác.
hall-error-no-hall = Trong { $path } không có phòng nào. Mở phòng mới bằng: dientap host KỊCH_BẢN --dir { $path }
hall-error-other-scenario = Tệp của kịch bản { $id } đã khác so với lúc mở phòng. Đặt lại đúng các tệp lúc đó rồi mở lại.
hall-error-listen = Không mở được { $address }: { $why }. Cổng có thể đang bị chương trình khác dùng; chọn cổng khác.
hall-error-certificate = Không tạo hoặc không dùng được chứng thư của phòng. Xóa certificate.der, key.der và secret trong thư mục của phòng để tạo lại; mọi mã sẽ đổi.
hall-error-no-random = Hệ điều hành không cho số ngẫu nhiên.
hall-error-thread = Không chạy được phòng: { $why }
