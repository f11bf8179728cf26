/// Files as other programs write them.
enum CalendarSamples {
    /// As Nextcloud Tasks and tasks.org write: a zone with its block, alarms, categories, a parent, a folded text.
    static let nextcloud = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Nextcloud Tasks v0.16.1
        BEGIN:VTIMEZONE
        TZID:/freeassociation.sourceforge.net/Europe/Berlin
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19700329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        DTSTART:19701025T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VTODO
        UID:5b2f8d5e-9f4e-4b0a-8a2f-6f2c1e7c0d11
        CREATED:20240105T101112Z
        LAST-MODIFIED:20240206T080000Z
        DTSTAMP:20240206T080000Z
        SUMMARY:Pay rent\\, and the gas
        DESCRIPTION:From the joint account\\nReference: 4711\\; ask Ma
         x if in doubt
        PRIORITY:2
        CATEGORIES:Home,Money\\, bills
        DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270101T090000
        DUE;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270101T090000
        RRULE:FREQ=MONTHLY;INTERVAL=1
        EXDATE;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270201T090000
        STATUS:NEEDS-ACTION
        X-APPLE-SORT-ORDER:665432
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Default
        TRIGGER;RELATED=END:-PT15M
        END:VALARM
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER;VALUE=DATE-TIME:20261231T180000Z
        END:VALARM
        END:VTODO
        BEGIN:VTODO
        UID:child
        DTSTAMP:20240206T080000Z
        SUMMARY:Print the receipt
        RELATED-TO;RELTYPE=PARENT:5b2f8d5e-9f4e-4b0a-8a2f-6f2c1e7c0d11
        DUE;VALUE=DATE:20270102
        PERCENT-COMPLETE:100
        COMPLETED:20270102T120000Z
        STATUS:COMPLETED
        END:VTODO
        BEGIN:VEVENT
        UID:event
        SUMMARY:A party
        END:VEVENT
        END:VCALENDAR
        """.replacing("\n", with: "\r\n")
}
