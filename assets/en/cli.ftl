# cli

journal-io = Cannot read or write { $path }: { $message }. Check the path, the permissions and the free space on the disk.
journal-exists = There is a file { $path } already; a journal is never overwritten. Choose another name or move the old file away.
journal-locked = Another program is writing the journal { $path }. Close it and try again.
journal-too-large = { $path } has { $bytes } bytes, more than a journal can have; this is no journal of an exercise.
journal-record-too-long = The record is longer than the limit ({ $bytes } bytes).
journal-closed = The journal { $path } is finished and takes nothing more. Open it to look at it, or branch off at a moment.
journal-stopped = An earlier write to { $path } failed, so the run stopped there. Make room on the disk and open the journal again: every accepted order is in it.
journal-broken = Record { $record }, at byte { $offset }: { $why }
journal-not-a-journal = the file does not begin as the journal of an exercise does. Check the path.
journal-version = the journal has format version { $found }, which this program does not read. Use the version of the program that wrote it.
journal-torn = the record was being written when the program was stopped; no accepted order was in it. Going on with the run cuts it off.
journal-head-damaged = the length or kind of the record was changed. Get the file back from a backup.
journal-body-damaged = the content or hash of the record was changed. Get the file back from a backup.
journal-unreadable = the content is no valid record. Use the version of the program that wrote this journal.
journal-out-of-order = the record stands in the wrong place: a file begins with its only header and has nothing after its end.
journal-other-scenario = the scenario's content is not what was played (hash then { $journal }, now { $scenario }). Get back the scenario as it was.
journal-other-answer = played again, the input at { $at } has another answer. The journal was changed, or another version of the program wrote it.
journal-other-event = played again, event { $number } is another or does not happen. The journal was changed, or another version of the program wrote it.
journal-other-count = played again, there are { $count } events up to here, not the number written. The journal was changed, or another version of the program wrote it.
journal-other-state = played again, the state at { $at } is another. The journal was changed, or another version of the program wrote it.
