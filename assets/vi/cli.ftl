# cli

cli-failure = Lỗi: { $said }
cli-usage = Cách dùng
cli-commands = Lệnh
cli-arguments = Tham số
cli-options = Tùy chọn
cli-help = in phần trợ giúp này
cli-version = in phiên bản
cli-about = DIỄN TẬP: mô phỏng diễn tập ứng cứu sự cố an ninh mạng cấp tỉnh. Không có lệnh thì mở ứng dụng.
cli-scenarios = thư mục kịch bản (mặc định: ./scenarios, nếu không có thì cạnh tệp chương trình)
cli-lang = ngôn ngữ: vi hoặc en
cli-check-about = Tìm lỗi trong kịch bản; mã thoát 1 khi có lỗi
cli-check-paths = kịch bản hoặc thư mục kịch bản (mặc định: tất cả)
cli-check-format = text cho người đọc hoặc json cho chương trình khác
cli-run-about = Cho người đóng thế chơi đến hết, in kết quả và điểm
cli-run-scenario = mã hoặc đường dẫn của kịch bản
cli-run-seed = hạt giống ngẫu nhiên; cùng hạt giống thì gặp cùng may rủi
cli-run-standin = người đóng thế ở mọi vai: do-nothing, random, plan-follower hoặc plan-follower:0.5 (tay nghề từ 0 đến 1)
cli-run-profile = bộ quy tắc của phương án, ví dụ 2026 hoặc legacy
cli-run-handicap = khó khăn của kịch bản được bật; ghi nhiều lần để bật nhiều khó khăn
cli-run-seat = người đóng thế riêng cho một vai, ví dụ SOC=random; dùng được nhiều lần
cli-run-journal = tệp nhật ký sẽ ghi; không được có sẵn
cli-run-json = in một đối tượng JSON
cli-verify-about = Kiểm tra nhật ký: chuỗi băm, rồi chạy lại và so từng sự kiện; mã thoát 1 khi có bản ghi hỏng
cli-verify-journal = tệp nhật ký
cli-score-about = Chấm điểm một lượt diễn tập đã ghi
cli-score-journal = tệp nhật ký
cli-score-json = in toàn bộ điểm dưới dạng JSON
cli-picture-about = Chụp một màn hình của ứng dụng tại một thời điểm
cli-picture-screen = tên màn hình
cli-picture-scenario = mã hoặc đường dẫn của kịch bản
cli-picture-seed = hạt giống ngẫu nhiên
cli-picture-at = thời điểm sau khi bắt đầu, ví dụ 45m hoặc 1h30m
cli-picture-size = cỡ ảnh, ví dụ 1366x768
cli-picture-theme = dark, light hoặc high-contrast
cli-picture-out = tệp PNG sẽ ghi

cli-complain-unknown = không có tùy chọn { $argument }. Thêm --help để xem những gì dùng được.
cli-complain-command = không có lệnh { $argument }. Thêm --help để xem các lệnh.
cli-complain-missing = thiếu { $argument }. Thêm --help để xem cách dùng.
cli-complain-value = giá trị { $value } không dùng được cho { $argument } ({ $hint }). Thêm --help để xem cách viết.
cli-complain-no-value = { $argument } cần một giá trị. Thêm --help để xem cách viết.
cli-complain-other = không hiểu dòng lệnh. Thêm --help để xem cách dùng.

cli-no-scenario = không có kịch bản { $name } trong { $folder }. Hiện có: { $known }. Dùng --scenarios để chỉ thư mục khác.
cli-scenario-bad = Kịch bản còn lỗi nên chưa chơi được. Sửa các chỗ nêu trên rồi chạy lại; lệnh check liệt kê mọi lỗi.
cli-nothing-to-check = không có kịch bản nào tại { $path }. Chỉ đường dẫn đến một kịch bản hoặc thư mục chứa kịch bản.
cli-checked = Đã kiểm tra { $scenarios } kịch bản: { $errors } lỗi, { $warnings } cảnh báo.
cli-no-profile = phương án không có bộ quy tắc { $name }. Các bộ quy tắc: { $known }.
cli-no-handicap = kịch bản không có khó khăn { $name }. Các khó khăn: { $known }.
cli-no-seat = kịch bản không có vai { $name }. Các vai: { $known }.
cli-verified =
    Nhật ký đúng: { $records } bản ghi, { $inputs } lệnh vào, { $events } sự kiện và { $checkpoints } trạng thái khớp khi chạy lại đến { $at }.
    Niêm phong: { $seal }
cli-verified-ended = Lượt diễn tập đã kết thúc; không thể thêm bớt gì mà niêm phong không đổi.
cli-verified-open = Lượt diễn tập chưa kết thúc; có thể còn phần sau.
cli-other-version = Nhật ký do phiên bản { $journal } ghi, phần mềm này là phiên bản { $program }. Hãy dùng phiên bản đã ghi.
cli-no-display = không có màn hình (DISPLAY, WAYLAND_DISPLAY) nên không mở được ứng dụng. Vẫn dùng được dòng lệnh: check, run, verify, score; thêm --help để xem. Hoặc chạy trong màn hình ảo: xvfb-run dientap.
cli-no-desktop = bản này được dựng không có phần ứng dụng. Vẫn dùng được dòng lệnh: check, run, verify, score; thêm --help để xem. Để có ứng dụng, dựng lại không có --no-default-features.

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
