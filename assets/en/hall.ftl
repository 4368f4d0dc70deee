# hall

hall-error-file = { $path } cannot be used: { $why }. Check permissions and free space.
hall-error-bad-file = The hall's file { $path } cannot be read. Take it from a backup and open the hall again.
hall-error-taken = A hall stands in { $path } already. Open it with --resume, or choose another folder.
hall-error-backup-of-itself = { $path } is the folder of this hall itself. Choose another folder for backups, best on another disk.
hall-error-no-hall = No hall stands in { $path }. A new one: dientap host SCENARIO --dir { $path }
hall-error-other-scenario = The files of scenario { $id } are not those the hall was opened with. Put those back and open it again.
hall-error-listen = { $address } cannot be opened: { $why }. Another program may use the port; choose another.
hall-error-certificate = The hall's certificate cannot be made or used. Delete certificate.der, key.der and secret in the hall's folder to make a new one; all codes change.
hall-error-no-random = The operating system gives no random numbers.
hall-error-thread = The hall cannot run: { $why }

## The page for those who look

hall-page-title = Exercise hall
hall-page-fiction = Every province, agency, address and incident here is fictional.
hall-page-other-language = Tiếng Việt
hall-page-script = This page needs JavaScript. Switch it on in the browser and open the page again.
hall-page-connecting = Connecting to the hall…
hall-page-lost = The connection to the hall is lost. What stands below is old; connecting again…
hall-page-pause = PAUSED
hall-page-elapsed = { $elapsed } of { $active } elapsed · { $percent } %
hall-page-teams = Teams
hall-page-tally = { $running } of { $teams } teams are playing
hall-page-key = in each box: phase, the team’s time, people connected / holding a seat
hall-page-news = Announcements
hall-page-no-news = No announcements yet.
hall-page-stage-lobby = Not started
hall-page-stage-running = Running
hall-page-stage-paused = Paused
hall-page-stage-over = Over
hall-team-stopped = Cannot go on because of the journal { $file }: { $why } The other teams go on; the program tries again by itself.
