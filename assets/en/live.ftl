# The live exercise: coming in, choosing a seat, opening a hall, big screen, facilitator's desk, evaluator's sheet

live-join = Join a hall
live-join-what = Type the address and the PIN that the facilitator reads out or shows. Cable out or another laptop: your seat stays yours.
live-address = Address of the hall
live-address-hint = 192.0.2.10 or dientap://…
live-as = Come in as
live-as-participant = Participant
live-as-participant-what = You choose team and seat once you are in.
live-as-take-over = Back to a seat
live-as-take-over-what = With the seat's code you go on from this machine. The old machine is told and leaves the seat.
live-as-staff = Direct, evaluate
live-as-staff-what = The code, of facilitators or of evaluators, says which you are.
live-as-observer = Observe
live-as-observer-what = The big screen only: clock, teams, announcements.
live-pin = PIN
live-code = Code
live-name = Name
live-name-hint = shown to the direction and in the minutes
live-unit = Unit
live-unit-hint = where you work
live-enter = Join
live-missing-address = The address of the hall is missing.
live-missing-pin = The PIN has six digits.
live-missing-code = The code is missing.
live-missing-name = Your name is missing.
live-bad-address-host = Write the address as 192.0.2.10, 192.0.2.10:7443 or dientap://…
live-bad-address-port = The port is a number from 1 to 65535.
live-bad-address-fingerprint = The fingerprint behind # has four groups of four signs.
live-found = Halls on this network
live-found-none = No hall found yet. One that opens shows up here by itself; typing the address always works.
live-found-other-version = This hall runs another version of dientap. Install the same version on both machines.
live-on-the-way = Joining { $address }…
live-inside = In { $address } · { $standing }
live-go-in = To my place
live-cancel = Cancel
live-leave = Leave the hall
live-leave-note = This machine will not return to the seat by itself any more. To sit there again you need the seat's code.
live-leave-really = Leave the hall
live-leave-first = You hold a seat in a hall. Leave the hall before you train on your own.
live-too-much-waits = Too much waits for the host's answer. Let the connection settle, then do it again.

live-link-connecting = Connecting
live-link-online = Connected
live-link-lost = Connection lost, connecting again ({ $why }). Nothing you sent is lost or done twice.
live-link-wrong-host = The host shows another fingerprint: { $seen }. Ask the facilitator; if this is the hall, type its new address.

live-no-version = The host speaks protocol version { $version }, this machine another. Install the same version of dientap.
live-no-malformed = The host does not understand what was sent. Install the same version of dientap on both machines.
live-no-too-long = A text or list is too long. Shorten it and send it again.
live-no-not-yours = Your role may not do this.
live-no-not-now = Not possible now: { $stage }.
live-no-wrong-code = The code is wrong or has been renewed. Ask the facilitator and type it again.
live-no-wait = Too many wrong codes. This machine tries again by itself in { $span }.
live-no-full = The hall is full. Close some of the observers' machines and try again.
live-no-too-slow = This machine answered too slowly and was disconnected; connecting again.
live-no-unknown = No such team, seat or task. Choose again.
live-no-taken = Somebody sits there. Choose another seat.
live-no-taken-over = Another machine has taken over your seat with its code. To sit here again, use the seat's code.
live-no-replaced = This seat is open in another window. Close that one and join again.
live-no-code-renewed = The code you came in by has been renewed. Ask the facilitator for the new one and come in again.
live-no-same-name = An evaluator of the same name and unit has come in on another machine and goes on with this sheet. If that is somebody else, come in again with a fuller name or unit.
live-no-stand-in = A stand-in plays this seat. The facilitator can give it back to you.
live-no-not-ready = { $n ->
    [one] { $n } seat is not ready: { $seats }
   *[other] { $n } seats are not ready: { $seats }
}
live-no-stale = This is too old. Look at the screen and do it again.
live-no-storage = The host could not write it down, so it does not count yet. This machine asks again.
live-no-ended = The exercise has ended.
live-no-paused = The exercise is paused.
live-no-past = This moment has passed. Choose a later one.
live-no-already = This has been done already.
live-no-engine = The exercise does not take this.

live-stage-lobby = not started
live-stage-running = running
live-stage-paused = paused
live-stage-over = ended
live-stage-lobby-all = About to start
live-stage-paused-all = Paused
live-stage-over-all = The exercise has ended. The direction leads the debrief.
live-standing-stranger = joining
live-standing-gate = choosing a seat
live-standing-participant = participant
live-standing-facilitator = Facilitator
live-standing-evaluator = Evaluator
live-standing-observer = observer
live-holder-nobody = free
live-holder-person = taken
live-holder-stand-in = played by a stand-in, who makes way

live-gate = Choose team and seat
live-gate-waits = The list of teams is on its way…
live-teams = Teams
live-seats-free = { $n } of { $all } seats free
live-any-seat = Any free seat
live-take-seat = Take this seat

live-host = Open a hall on this machine
live-host-what = This machine hosts the whole hall: no internet, no accounts.
live-host-set-up = Open a hall
live-host-page = The hall's page
live-host-name = Facilitator
live-host-unit = host
live-back-to-door = Back
live-open-hall = Open the hall
live-open-hall-note = The exercise starts only when the facilitator starts it.
live-open-not = A scenario and a seed are needed.
live-team-number = Team { $n }
live-teams-n = { $n ->
    [one] 1 team
   *[other] { $n } teams
}
live-teams-count = Number of teams
live-teams-seats = teams with { $seats } seats each · { $all } seats in all
live-team-names = Names of the teams, one a line
live-team-name-long = The name of a team is too long.
live-stand-ins = Empty seats
live-stand-ins-what = Stand-ins play a seat until somebody sits down there.
live-reach = Connections
live-reach-network = Machines on this network
live-reach-own = This machine only
live-port = Port
live-announce = Tell the network that there is a hall
live-web = Web page to watch, for projectors and phones
live-web-none = This hall serves no web page.
live-web-what = Opens in any browser; there is nothing secret on it.
live-own-name = Your name as a facilitator
live-rules = Rules
live-seed-help = Every team meets the same course of events: same scenario, same seed.
live-kept-halls = Earlier halls
live-kept-halls-what = Closed, or killed half-way: opens again where it stopped, and the machines return to their seats.
live-kept-halls-none = No hall on this machine yet.
live-open-again = Open again
live-open-again-not = The files of this scenario are gone or not those of then.
live-addresses = Addresses
live-fingerprint = Fingerprint
live-fingerprint-what = Machines that join compare it to be sure of the host.
live-qr = QR code of the hall's address
live-codes = Codes of the direction
live-codes-what = For facilitators and evaluators only.
live-show = Show
live-hide = Hide
live-copy = Copy
live-present = { $online } machines connected, { $people } people seated, { $teams } teams
live-present-team = { $online }/{ $people } connected · { $seats } seats
live-present-hover = Machines connected, of people seated
live-close-hall = Close the hall
live-close-hall-note = All connections end and the exercise stands still. The hall can be opened again where it stopped.
live-close-hall-really = Close the hall now
live-hall-closed = The hall is closed. Open it again under “Earlier halls”.
live-hall-failed = The host has stopped against its will. Close the hall and open it again: nothing that was accepted is lost.
live-desk = Facilitator's desk
live-big-screen = Big screen
live-left = { $span } left

live-rate = Speed, set by the facilitator
live-news = Messages of the direction
live-no-news = No messages of the direction yet.
live-own-code = Code of this seat, to go on from another machine: { $code }
live-told = Direction at { $at }: { $text }
live-paused = Paused · { $reason }
live-not-started = Not started. The facilitator starts everybody at once.
live-ended = The exercise ended at { $at }. The direction leads the debrief.
live-stand-in-plays = A stand-in plays your seat; your orders are not taken. The facilitator can give the seat back.
live-only-looking = You are only looking at somebody else's seat.
live-looking = Looking at the seat { $seat } of team { $team }; nothing can be ordered here.
live-look-away = Back to the desk

# Facilitator's desk
live-tab-seats = Seats
live-tab-msel = Injects (MSEL)
live-tab-truth = Truth
live-tab-doors = Door
live-scope-all = Whole hall
live-scope-all-n = { $n ->
    [one] Whole hall ({ $n } team)
   *[other] Whole hall ({ $n } teams)
}
live-scope-for = Applies to: { $teams }
live-scope-all-what = What is done at this desk is done to every team
live-scope-one-what = What is done at this desk is done to the team looked at only
live-desk-waits = The team's data are on their way…
live-start = Start
live-start-now = Start now
live-start-even-so = Start even so
live-even-so = Reason
live-even-so-hint = why it starts though somebody is missing; goes into the log
live-even-so-needed = A reason is needed to start though somebody is missing.
live-check-ready = Check readiness
live-ready-teams = { $n ->
    [one] { $n } team waits for the start
   *[other] { $n } teams wait for the start
}
live-ready-all = Every seat is ready
live-ready-odd-seat = { $seat } (clock off or another version)
live-ready-waits = { $n ->
    [one] { $n } seat is not ready
   *[other] { $n } seats are not ready
}
live-ready-odd = { $n ->
    [one] { $n } machine of another version or with a wrong clock
   *[other] { $n } machines of another version or with a wrong clock
}
live-pause-reason = Reason of the pause
live-pause-reason-hint = everybody sees it
live-jump = Jump
live-jump-to-note = { $teams } will be taken to { $at }; there is no way back.
live-jump-by-note = { $teams } will be taken ahead by { $span }, each by its own clock; there is no way back.
live-jump-now = Jump now
live-end = End
live-end-note = The teams in scope stop for good; they cannot go on.
live-end-now = End now
live-tell = Message
live-tell-to = To
live-tell-hint = shows on the receivers' screens at once
live-tell-seat = Message to this seat
live-send = Send
live-renew-pin = New PIN
live-renew-pin-what = The old one is void at once; whoever has a seat keeps it.
live-renew = Renew
live-renew-now = Renew now
live-renew-what = The old one is void at once. Whoever came in by it has to come in again by the new one; you need not.
live-code-facilitators = Facilitators' code
live-code-evaluators = Evaluators' code
live-close = Close
live-more = More
live-pace-on-time = On time
live-pace-late = { $span } late
live-pace-overdue = { $span } overdue
live-flag-journal = The journal cannot be written; the team stands still until it can
live-flag-paused = Paused
live-flag-stuck = { $span } overdue and nobody able to act: { $step }
live-flag-offline = Not connected
live-flag-silent = Silent for { $span }
live-flag-unopened = Unopened for { $span }: { $title }
live-expected-end = Expected end of the active part, against the plan
live-score-now = Score if it ended now
live-seat-ready = ready
live-seat-not-ready = has not answered the check
live-holder-stand-in-for = a stand-in plays instead
live-acted = acted { $age } ago
live-acted-never = has not acted yet
live-waiting = { $n ->
    [one] { $n } thing waits for an answer
   *[other] { $n } things wait for an answer
}
live-unopened = { $n } unopened
live-check-version = version { $version }
live-check-clock = clock off by { $span }
live-seat-code = Code to go on with this seat from another machine
live-swap = Hand the seat to a stand-in
live-swap-what = A stand-in acts instead; whoever sits there can still watch.
live-swap-back = Give back
live-swap-empty = Leave it empty
live-swap-empty-what = Nobody has sat down here. Without the stand-in the seat is empty, and nobody acts until somebody takes it.
live-swap-back-what = Give the seat back to its person
live-view-seat = View
live-view-seat-what = See exactly what this seat sees
live-ad-hoc = Ad-hoc inject
live-ad-hoc-back = Take back what was written
live-ad-hoc-missing = A title and at least one receiver are needed; texts must not be too long.
live-ad-hoc-too-early = A team has not started, so it cannot be sent at once. Set minutes above, or start first.
live-shift-all = Shift all that is unsent:
live-shift-all-what = All injects with a time that have not been sent
live-open-only = Unsent only
live-msel-empty = No injects.
live-made-up = ad hoc
live-reworded = reworded
live-points = { $n ->
    [one] { $n } point
   *[other] { $n } points
}
live-inject-due = due
live-inject-sent = sent
live-inject-held = held
live-inject-dropped = dropped
live-inject-skipped = skipped
live-inject-manual = by hand
live-inject-waits = waits
live-edit = Reword
live-keep-edit = Keep the new words
live-skip = Skip
live-hold = Hold back
live-release = Release
live-send-now = Send
live-promote = Into the scenario
live-promote-what = Copy this into the injects of scenario.ron and check it with dientap check.
live-inject-kind = How it arrives
live-inject-from = From whom (function)
live-inject-title = Title
live-inject-body = Text
live-inject-to = To the seats
live-inject-after = Sent after (minutes; 0 is at once)
live-inject-action = Expected action
live-inject-deed = Recognised by
live-inject-deed-order = Order: { $name }
live-inject-deed-report = Sends: { $name }
live-inject-deed-message = Messages: { $name }
live-inject-by-addressed = Counts only if those addressed do it
live-inject-deed-none = not recognised, no points
live-inject-within = Within
live-inject-points = Points
live-send-ad-hoc = Send the inject
live-logged = Everything done here is logged and shown in the debrief.
live-true-severity = True severity:
live-attack = Steps of the attack
live-step-idle = not begun
live-step-waiting = about to be tried
live-step-running = running
live-step-done = done
live-step-given-up = given up
live-step-stopped = stopped for good
live-touched = { $n ->
    [one] { $n } host touched
   *[other] { $n } hosts touched
}
live-touched-none = No host has been touched yet.
live-host-held = held
live-host-implanted = implanted
live-host-encrypted = encrypted
live-host-altered = altered
live-host-blind = sensor blind
live-host-cut = cut off
live-host-off = off
live-host-clean = clean
live-leaked = Data that left the network
live-leaked-records = { $store }: { $n } records
live-mishaps = Mishaps
live-doors-what = Who was turned away at the door since the host runs; addresses stand in the host's log.
live-doors-none = Nobody was turned away.
live-doors-count = { $n ->
    [one] once
   *[other] { $n } times
}
live-doors-peer = machine { $peer }
live-offence-wrong-code = Wrong code
live-offence-hasty = Tried again while it had to wait
live-offence-not-yours = Asked for what its role may not do
live-offence-malformed = Broken message
live-offence-too-long = Message too long
live-offence-version = Another version of the protocol
live-offence-crowd = Too many connections
live-offence-silent = Connected and said nothing

# Evaluator's sheet
live-sheet = Evaluator's sheet
live-sheet-only-open = Not rated yet only
live-sheet-empty = No critical task waits for a mark.
live-task-due = due { $at }
live-task-met = done { $at }
live-marks-differ = marks differ
live-proposed = The log proposes:
live-proposed-none = not enough to go by
live-evidence = Evidence ({ $n })
live-mark-note = Note
live-mark-confirm = Confirm
live-mark-override = Override
live-mark-kept = Kept
live-mark-why = A mark other than the proposed one needs a note.
live-remarks = Observations
live-remark-hint = what you have just seen
live-remark-pin = Pin to { $at } · { $team }
live-remarks-none = No observations yet. Each is pinned to its moment.

# Words on pictures
live-picture-person = Participant { $n }
live-picture-unit = Sample unit
live-picture-even-so = Stand-ins hold the empty seats.
live-picture-news = The exercise begins. Everything in it is fictional.
live-picture-remark = The team leader assigns tasks clearly and has them repeated.
live-picture-note = Done, but only after two reminders.
