# cli

cli-failure = Error: { $said }
cli-usage = Usage
cli-commands = Commands
cli-arguments = Arguments
cli-options = Options
cli-help = print this help
cli-version = print the version
cli-about = DIỄN TẬP (EXERCISE): a simulator for provincial cyber incident-response exercises. Without a command it opens the app.
cli-scenarios = folder of the scenarios (default: ./scenarios, else beside the program)
cli-lang = language: vi or en
cli-check-about = Looks for defects in scenarios; exit status 1 when there is an error
cli-check-paths = scenarios or folders of scenarios (default: all)
cli-check-format = text for people or json for other programs
cli-test-about = Plays the tests (tests.ron) of scenarios; exit status 1 when one fails, with what was expected and what is so
cli-test-names = ids or paths of scenarios (default: all)
cli-new-about = Writes a small, complete, commented scenario with tests to build on; never overwrites anything
cli-new-id = id of the scenario: lower-case letters, digits and hyphens; the name of its folder too
cli-new-title = title (default: the id)
cli-new-province = folder of the province in the scenarios folder (default: tinh-mau)
cli-run-about = Lets stand-ins play to the end, prints outcome and score
cli-run-scenario = id or path of the scenario
cli-run-seed = seed of all chance; equal seeds meet equal luck
cli-run-standin = stand-in on every seat: do-nothing, random, plan-follower or plan-follower:0.5 (skill from 0 to 1)
cli-run-profile = rule profile of the plan, for example 2026 or legacy
cli-run-handicap = handicap of the scenario to switch on; repeat for several
cli-run-seat = another stand-in for one seat, for example SOC=random; may be given several times
cli-run-journal = journal file to write; it must not exist
cli-run-json = print one JSON object
cli-host-about = Opens a live exercise without a window; Ctrl-C closes it, --resume opens it again
cli-host-scenario = id or path of the scenario
cli-host-teams = number of teams (default 1, at most 64)
cli-host-name = name of a team; repeat, in order
cli-host-bind = address and port for other machines to connect (default 0.0.0.0:7443)
cli-host-dir = folder of the hall: a journal a team, certificate, codes; no hall may stand in it yet
cli-host-resume = opens a hall that was closed or killed again, from its folder
cli-host-seed = seed of all chance, the same for every team (default 1)
cli-host-standin = stand-in on seats that nobody holds: do-nothing, random, plan-follower or plan-follower:0.5
cli-host-profile = rule profile of the plan, for example 2026 or legacy
cli-host-handicap = handicap of the scenario to switch on; repeat for several
cli-host-web = address and port of the web page for big screen and telephones (default: same address, port 7480)
cli-host-no-web = serve no web page
cli-host-metrics = port on this machine for health and metrics (default 7490)
cli-host-backup = folder that gets a copy of the hall every minute while it runs
cli-host-quiet = do not say on the network that there is a hall; participants must type the address
cli-host-log-json = log as JSON, an object a line
cli-host-missing = { $argument } is missing. A new hall needs a scenario and --dir; an old one needs --resume.
cli-host-team = Team { $number }
cli-host-open = EXERCISE — the hall is open. Addresses to join:
cli-host-pin = PIN: { $code }
cli-host-facilitator = Code of facilitators (keep secret): { $code }
cli-host-evaluator = Code of evaluators (keep secret): { $code }
cli-host-web-page = Read-only web page: { $page }
cli-host-health-page = Health and metrics, from this machine only: { $page }/health, { $page }/metrics
cli-host-how-to-close = Ctrl-C closes it. Every accepted order is on disk already.
cli-host-closed = The hall is closed. To open it again: dientap host --resume DIR
cli-join-about = Opens the app and goes straight into a hall
cli-join-address = address of the hall: HOST[:PORT][#FINGERPRINT]
cli-join-pin = six-digit PIN of the hall
cli-join-code = code of a seat (to sit down again from another machine), of facilitators or of evaluators
cli-join-name = name
cli-join-unit = unit
cli-join-team = number of the team
cli-join-seat = id of the role whose seat is wanted, for example SOC
cli-balance-about = Lets teams of stand-ins of different skill play many runs, prints figures on the balance of the scenario; Ctrl-C ends it early with the results so far
cli-balance-scenario = id or path of the scenario
cli-balance-runs = runs of all teams together, split evenly (default: 350)
cli-balance-seed = first seed; later runs have the numbers that follow, and every team meets the same seeds (default: 1)
cli-balance-standin = stand-in on every seat of a team; may be given several times (default: do-nothing, random, plan-follower at 0, 0.25, 0.5, 0.75 and 1)
cli-balance-profile = rule profile of the plan, for example 2026 or legacy
cli-balance-handicap = handicap of the scenario to switch on; repeat for several
cli-balance-threads = threads (default: cores of the machine); they change nothing about the result
cli-balance-json = print all figures as one JSON object
cli-balance-out = SVG file to draw: how each team's scores are spread, how often each step was done
cli-verify-about = Checks a journal: its hash chain, then plays it again and compares every event; exit status 1 at a bad record
cli-verify-journal = journal file
cli-score-about = Scores a recorded run
cli-score-journal = journal file
cli-score-json = print the whole score as JSON
cli-picture-about = Takes a picture of a screen of the app at a moment
cli-picture-screen = name of the screen
cli-picture-scenario = id or path of the scenario
cli-picture-seed = seed of all chance
cli-picture-at = moment after the start, for example 45m or 1h30m
cli-picture-size = size of the picture, for example 1366x768
cli-picture-theme = dark, light or high-contrast
cli-picture-out = PNG file to write
cli-picture-fly-to = the map shows the site, zone, system or host with this id from near
cli-frames-about = Measures what drawing a screen costs
cli-frames-screen = name of the screen
cli-frames-scenario = id or path of the scenario
cli-frames-seed = seed of all chance
cli-frames-at = moment after the start, for example 45m or 1h30m
cli-frames-size = size of the window, for example 1366x768
cli-frames-theme = dark, light or high-contrast
cli-frames-seconds = for how many seconds (usually 10)
cli-frames-still = the exercise is paused; otherwise it runs at ×8 and something on the map always pulses
cli-frames-said = { $drawn } frames in { $seconds } s. Processor time of the main thread for a frame: the program's own part, middle { $own } ms (one in twenty more than { $own-slow } ms), with what goes to the graphics driver { $all } ms ({ $all-slow } ms). In all: main thread { $main } ms, whole program { $process } ms

cli-complain-unknown = there is no option { $argument }. Add --help to see what there is.
cli-complain-command = there is no command { $argument }. Add --help to see the commands.
cli-complain-missing = { $argument } is missing. Add --help to see the usage.
cli-complain-value = the value { $value } does not do for { $argument } ({ $hint }). Add --help to see how to write it.
cli-complain-no-value = { $argument } needs a value. Add --help to see how to write it.
cli-complain-other = the command line was not understood. Add --help to see the usage.

cli-no-scenario = there is no scenario { $name } in { $folder }. There are: { $known }. Use --scenarios to name another folder.
cli-scenario-bad = The scenario has errors and cannot be played. Mend the places above and try again; check lists all errors.
cli-nothing-to-check = there is no scenario at { $path }. Name a scenario or a folder that holds scenarios.
cli-checked = Checked { $scenarios } { $scenarios ->
        [1] scenario
       *[other] scenarios
    }: { $errors } { $errors ->
        [1] error
       *[other] errors
    }, { $warnings } { $warnings ->
        [1] warning
       *[other] warnings
    }.
cli-no-profile = the plan has no rule profile { $name }. Its profiles: { $known }.
cli-no-handicap = the scenario has no handicap { $name }. Its handicaps: { $known }.
cli-no-seat = the scenario has no seat { $name }. Its seats: { $known }.
cli-balance-progress = { $done }/{ $of } runs
cli-balance-stopping = { $done }/{ $of } runs, stopping…
cli-only-svg = only SVG files can be drawn, not { $path }. Give the file a name that ends in .svg.
cli-cannot-write = cannot write { $path }: { $message }. Check the path, the permissions and the free space on the disk.
cli-test-of = { $id }:
cli-test-none = { $id }: no tests (tests.ron).
cli-test-good = {"  "}good: { $name }
cli-test-failed = {"  "}FAILED: { $name }
cli-tested = Played { $tests } { $tests ->
        [1] test
       *[other] tests
    }: { $failed } failed.
cli-new-bad-id = the id { $what } does not do: write lower-case letters, digits and hyphens only, for example leaked-data.
cli-new-no-province = there is no province at { $what }. Use --province to name another, --scenarios to name another folder.
cli-new-exists = there is { $what } already; nothing is overwritten. Choose another id.
cli-new-done = Made { $folder }. Next: dientap check { $folder }; dientap test { $id }; dientap balance { $id } --runs 70.
cli-verified =
    The journal holds: { $records } records, { $inputs } inputs, { $events } events and { $checkpoints } states are the same when played again up to { $at }.
    Seal: { $seal }
cli-verified-ended = The run is finished; nothing can be added or left out without changing the seal.
cli-verified-open = The run is not finished; more may follow.
cli-other-version = The journal was written by version { $journal }, this program is version { $program }. Use the version that wrote it.
cli-no-display = there is no display (DISPLAY, WAYLAND_DISPLAY), so the app cannot open. The command line still works: check, run, verify, score; add --help to see how. Or use a display without a screen: xvfb-run dientap.
cli-no-desktop = this program was built without the app. The command line still works: check, run, verify, score; add --help to see how. To have the app, build without --no-default-features.

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
