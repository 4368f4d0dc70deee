# cli

journal-io = Không đọc hoặc ghi được { $path }: { $message }. Hãy kiểm tra đường dẫn, quyền truy cập và chỗ trống trên đĩa.
journal-exists = Đã có tệp { $path }; nhật ký không bao giờ bị ghi đè. Hãy chọn tên khác hoặc chuyển tệp cũ đi.
journal-locked = Một chương trình khác đang ghi nhật ký { $path }. Hãy đóng chương trình đó rồi thử lại.
journal-too-large = { $path } có { $bytes } byte, lớn hơn cỡ tối đa của một nhật ký; tệp này không phải nhật ký diễn tập.
journal-record-too-long = Bản ghi dài quá giới hạn ({ $bytes } byte).
journal-closed = Nhật ký { $path } đã kết thúc, không ghi thêm được. Hãy mở lại để xem, hoặc rẽ nhánh từ một thời điểm.
journal-stopped = Một lần ghi trước vào { $path } đã hỏng nên lượt diễn tập dừng tại đó. Hãy giải phóng chỗ trên đĩa rồi mở lại nhật ký: mọi lệnh đã nhận vẫn còn.
journal-broken = Bản ghi số { $record }, tại byte { $offset }: { $why }
journal-not-a-journal = tệp không mở đầu như một nhật ký diễn tập. Hãy kiểm tra đường dẫn.
journal-version = nhật ký có phiên bản định dạng { $found }, phần mềm này không đọc được. Hãy dùng phiên bản phần mềm đã ghi nó.
journal-torn = bản ghi viết dở vì chương trình bị ngắt; không lệnh nào đã nhận nằm trong đó. Mở tiếp lượt diễn tập sẽ cắt bỏ phần này.
journal-head-damaged = độ dài hoặc loại của bản ghi đã bị thay đổi. Hãy lấy lại tệp từ bản sao lưu.
journal-body-damaged = nội dung hoặc mã băm của bản ghi đã bị thay đổi. Hãy lấy lại tệp từ bản sao lưu.
journal-unreadable = nội dung không phải một bản ghi hợp lệ. Hãy dùng phiên bản phần mềm đã ghi nhật ký này.
journal-out-of-order = bản ghi đứng sai chỗ: tệp phải mở đầu bằng một phần đầu duy nhất và không có gì sau phần kết thúc.
journal-other-scenario = nội dung kịch bản đã khác lúc diễn tập (mã băm lúc đó { $journal }, bây giờ { $scenario }). Hãy lấy lại đúng bản kịch bản đã dùng.
journal-other-answer = chạy lại thì lệnh lúc { $at } được trả lời khác. Nhật ký đã bị sửa, hoặc do phiên bản phần mềm khác ghi.
journal-other-event = chạy lại thì sự kiện số { $number } không giống hoặc không xảy ra. Nhật ký đã bị sửa, hoặc do phiên bản phần mềm khác ghi.
journal-other-count = chạy lại thì đến đây có { $count } sự kiện, không phải con số đã ghi. Nhật ký đã bị sửa, hoặc do phiên bản phần mềm khác ghi.
journal-other-state = chạy lại thì trạng thái lúc { $at } khác. Nhật ký đã bị sửa, hoặc do phiên bản phần mềm khác ghi.
