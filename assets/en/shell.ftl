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
shell-continue = Continue the last run
shell-door-training = Individual training
shell-door-training-what = Take one seat of the response team; stand-ins hold the others.
shell-door-training-state = { $n ->
        [one] { $n } scenario ready
       *[other] { $n } scenarios ready
    }
shell-door-live = Live exercise
shell-door-live-what = Many people, many machines, one facilitator.
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
