# The frame of the program: first screen, lobby, top bar, map, commands

shell-theme-dark = Dark
shell-theme-light = Light
shell-theme-high-contrast = High contrast

shell-mode-guided = Guided
shell-mode-practice = Practice
shell-mode-exam = Exam

shell-weekday-0 = Monday
shell-weekday-1 = Tuesday
shell-weekday-2 = Wednesday
shell-weekday-3 = Thursday
shell-weekday-4 = Friday
shell-weekday-5 = Saturday
shell-weekday-6 = Sunday

shell-span-day = { $n } { $n ->
        [one] day
       *[other] days
    }
shell-span-hour = { $n } { $n ->
        [one] hour
       *[other] hours
    }
shell-span-minute = { $n } { $n ->
        [one] minute
       *[other] minutes
    }
shell-span-second = { $n } { $n ->
        [one] second
       *[other] seconds
    }

shell-severity-m4 = M4 · Event
shell-severity-m3 = M3 · Moderate
shell-severity-m2 = M2 · Serious
shell-severity-m1 = M1 · Very serious

shell-new-backup = New backup no. { $n }
shell-alert-number = Alert no. { $n }

shell-panel-alerts = Alert queue
shell-panel-map = Network map
shell-panel-inspector = Object
shell-panel-work = Work in hand
shell-panel-plan = Plan
shell-panel-comms = Contacts
shell-panel-record = Incident record
shell-panel-reports = Reports
shell-panel-timeline = Time-line

shell-window-title = dientap · DIỄN TẬP (EXERCISE)
shell-exercise-badge = DIỄN TẬP · EXERCISE
shell-home = First screen
shell-palette = Command palette

shell-home-title = Cyber incident response exercises
shell-home-subtitle = The shared network of a fictional province, an attack on it, and the plan to respond. Everything here is an exercise.
shell-begin = Begin here
shell-continue = Continue the last run
shell-door-training = Individual training
shell-door-training-what = Take one seat of the response team; stand-ins hold the others.
shell-door-training-state = { $n ->
        [one] { $n } scenario ready
       *[other] { $n } scenarios ready
    }
shell-door-live = Live exercise
shell-door-live-what = Many people, many machines, one facilitator.
shell-door-live-state = Join with a PIN, or open a hall on this machine
shell-door-authoring = Authoring
shell-door-authoring-what = Build scenarios and try them. For now a scenario is a RON file in the folder scenarios, checked with the command dientap check.
shell-door-records = Records
shell-door-records-what = Runs that were played: look back, see the score, learn.
shell-door-records-state = { $n ->
        [one] { $n } run kept
       *[other] { $n } runs kept
    }
shell-door-later = Not in this version; to come in a later one.

shell-map-normal = Nothing unusual known
shell-map-treated = Dealt with
shell-map-alert = Alert
shell-map-held = Compromised
shell-map-spoiled = Encrypted or altered
shell-map-cut = Cut off
shell-map-maintenance = Under maintenance
shell-map-off = Off
shell-map-systems = { $well }/{ $all } systems working
shell-map-hosts = { $n ->
        [one] { $n } host
       *[other] { $n } hosts
    }
shell-map-legend = Legend
shell-map-fit = Show the whole province
shell-map-zoom-in = Zoom in
shell-map-zoom-out = Zoom out
shell-system-up = working
shell-system-degraded = slow or unsteady
shell-system-maintenance = under maintenance
shell-system-down = not working

shell-keys = Keyboard shortcuts
shell-keys-map = On the map: move, zoom in, zoom out
shell-keys-escape = Close
shell-palette-hint = Find a system, site, host or command…
shell-palette-nothing = Nothing found
shell-kind-system = system
shell-kind-site = site
shell-kind-zone = zone
shell-kind-account = account
shell-kind-host = host
shell-pause-resume = Pause or go on
shell-pause = Pause
shell-resume = Go on
shell-faster = Faster
shell-slower = Slower
shell-speed = Speed
shell-back = Back to the object before
shell-next-seat = To my next seat
shell-reset-layout = Reset the panels
shell-switch-language = Switch the language
shell-next-theme = Next theme
shell-zoom-in = Larger text
shell-zoom-out = Smaller text
shell-zoom-reset = Usual text size
shell-quit = Quit
shell-menu = Menu
shell-notices = Messages
shell-no-notices = No messages yet. What the program says, and why an order was refused, stays here.
shell-kept = The run is being written to a journal on this machine
shell-not-kept = The run is not kept
shell-fictional-time = Fictional time of the exercise
shell-phase = Phase of the plan
shell-severity = Severity as the team classified it
shell-jump = Jump ahead
shell-jump-note = The time between is played in full, and the stand-ins work on. There is no way back.
shell-jump-by = By { $span }
shell-jumping = On the way to { $to } · now { $now }
shell-paused = Paused · { $reason }
shell-paused-by-hand = Paused by the player
shell-paused-by-leaving = Left the desk
shell-no-pause-in-exam = There is no pause in exam mode
shell-ended = The run ended at { $at }
shell-to-debrief = To the debrief
shell-end = End the run
shell-end-note = When you end now, what is not yet due counts as not done. When you play it out, the stand-ins finish their part.
shell-play-out = Play to the end of the scenario
shell-end-now = End now

shell-scenarios = Scenarios
shell-no-scenario = No scenario chosen. Scenarios are in the folder scenarios.
shell-scenario-broken = { $n ->
        [one] { $n } problem
       *[other] { $n } problems
    }; run dientap check { $id } to see them
shell-scenario-missing = The scenario of this run is not in the folder scenarios
shell-level-basic = Basic
shell-level-intermediate = Intermediate
shell-level-advanced = Advanced
shell-active-part = active part { $span }
shell-both-languages = Tiếng Việt, English
shell-objectives = Objectives
shell-procedures = Procedures trained
shell-profile = Rules in force
shell-handicaps = Added difficulties
shell-handicaps-note = Optional; each changes the circumstances from the start of the run.
shell-systems = Information systems of the province
shell-system-level = { $name } (level { $level })
shell-hidden-in-exam = Not shown in exam mode
shell-seats = Seats
shell-seats-taken = I hold { $n } of { $all }
shell-seats-note = Tick the seats you hold; choose how skilled the stand-ins on the others are.
shell-take-seat = I take this seat
shell-me = Me
shell-skill-expert = Expert
shell-skill-trained = Trained
shell-skill-average = Average
shell-skill-novice = Novice
shell-skill-empty = Left empty
shell-mode = Mode
shell-mode-guided-help = Hints at the next step of the plan
shell-mode-practice-help = A live checklist of the plan, no hints
shell-mode-exam-help = The plan as on paper only; no hints, no pause
shell-seed = Seed
shell-seed-help = With the same seed you meet the same luck
shell-seed-any = Any number
shell-start = Start
shell-cannot-start = A scenario, at least one seat and a seed are needed

shell-no-runs = No runs yet. Every training run is recorded and appears here.
shell-records-halls = Halls
shell-records-runs = Training runs
shell-no-halls = No halls on this machine yet. Halls that were opened appear here.
shell-hall-path = folder of a hall kept elsewhere
shell-open-hall = Open
shell-hall-teams = { $n ->
    [one] one team
   *[other] { $n } teams
}
shell-debrief = Debrief
shell-debrief-reading = Reading the run…
shell-continue-run = Continue
shell-run-finished = finished
shell-run-open = not finished

shell-no-screen = { $name }: no such screen (home, lobby, records, console, console:ROLE, debrief, debrief:score|timeline|outcome|findings)
shell-no-place = { $id }: there is no site, zone, system or host with this id on the map
shell-no-such-scenario = { $name }: no such scenario, or it has problems
shell-no-such-seat = { $name }: this role has no seat in the scenario
