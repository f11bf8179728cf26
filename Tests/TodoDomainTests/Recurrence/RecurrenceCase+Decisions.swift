extension RecurrenceCase {
    /// Where implementations differ, where nothing matches, and where time ends.
    static let decisions: [RecurrenceCase] = [
        RecurrenceCase(
            "FREQ=MONTHLY;BYDAY=MO,1MO", from: "2026-01-31T09:00:00",
            first: """
                2026-02-02 2026-02-09 2026-02-16 2026-02-23 2026-03-02 2026-03-09 2026-03-16 2026-03-23
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", from: "2026-01-31T09:00:00",
            first: """
                2027-01-03 2033-01-02 2038-01-03 2044-01-03 2049-01-03 2055-01-03 2061-01-02 2066-01-03
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1", from: "2024-12-30T09:00:00",
            first: """
                2024-12-30 2025-12-30 2030-12-30 2031-12-30 2036-12-30 2041-12-30 2042-12-30 2047-12-30
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYWEEKNO=1", from: "2026-02-02T09:00:00",
            first: """
                2027-01-04 2028-01-03 2029-01-01 2029-12-31 2030-12-30 2031-12-29 2033-01-03 2034-01-02
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYWEEKNO=53", from: "2026-02-01T09:00:00",
            first: """
                2027-01-03 2033-01-02 2038-01-03 2044-01-03 2049-01-03 2055-01-03 2061-01-02 2066-01-03
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYWEEKNO=53;INTERVAL=6;BYDAY=TH", from: "2027-01-03T09:00:00",
            first: """
                2093-12-31 2099-12-31 2105-12-31 2111-12-31 2189-12-31 2195-12-31 2201-12-31 2207-12-31
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYWEEKNO=53;INTERVAL=6;BYDAY=SU", from: "2027-01-03T09:00:00",
            first: """
                2027-01-03 2033-01-02 2117-01-03 2123-01-03 2129-01-02 2213-01-03 2219-01-03 2225-01-02
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYMONTHDAY=15", from: "2026-03-01T09:00:00",
            first: """
                2026-03-15 2027-03-15 2028-03-15 2029-03-15 2030-03-15 2031-03-15 2032-03-15 2033-03-15
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYMONTHDAY=-1", from: "2026-02-01T09:00:00",
            first: """
                2026-02-28 2027-02-28 2028-02-29 2029-02-28 2030-02-28 2031-02-28 2032-02-29 2033-02-28
                """),
        RecurrenceCase(
            "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1,2", from: "2026-01-07T09:00:00",
            first: """
                2026-01-07 2026-01-12 2026-01-14 2026-01-19 2026-01-21 2026-01-26 2026-01-28 2026-02-02
                """),
        RecurrenceCase(
            "FREQ=DAILY;BYHOUR=8;BYMINUTE=15", from: "2026-01-31",
            first: """
                2026-01-31 2026-02-01 2026-02-02 2026-02-03 2026-02-04 2026-02-05 2026-02-06 2026-02-07
                """),
        RecurrenceCase(
            "FREQ=WEEKLY;BYDAY=SU", from: "2026-01-31",
            first: """
                2026-02-01 2026-02-08 2026-02-15 2026-02-22 2026-03-01 2026-03-08 2026-03-15 2026-03-22
                """),
        RecurrenceCase(
            "monthly", from: "2026-01-31T09:00:00",
            first: """
                2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30 2026-07-31 2026-08-31
                """),
        RecurrenceCase(
            "monthly", from: "2028-01-30T09:00:00",
            first: """
                2028-01-30 2028-02-29 2028-03-30 2028-04-30 2028-05-30 2028-06-30 2028-07-30 2028-08-30
                """),
        RecurrenceCase(
            "yearly", from: "2024-02-29T09:00:00",
            first: """
                2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29 2029-02-28 2030-02-28 2031-02-28
                """),
        RecurrenceCase(
            "FREQ=MINUTELY;BYSECOND=60", from: "2026-01-31T09:00:00",
            first: """
                2026-01-31T09:00:59 2026-01-31T09:01:59 2026-01-31T09:02:59 2026-01-31T09:03:59 2026-01-31T09:04:59
                2026-01-31T09:05:59 2026-01-31T09:06:59 2026-01-31T09:07:59
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=HOURLY;INTERVAL=168;BYDAY=MO", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=SECONDLY;BYSECOND=0;BYSETPOS=2", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=DAILY;INTERVAL=7;BYDAY=SU", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=MONTHLY;BYDAY=6MO", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=3", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=10", from: "2026-01-31T09:00:00",
            all: """
                """),
        RecurrenceCase(
            "FREQ=DAILY", from: "9999-12-30T09:00:00",
            all: """
                9999-12-30 9999-12-31
                """),
        RecurrenceCase(
            "FREQ=YEARLY;INTERVAL=8000", from: "2026-01-31T09:00:00",
            all: """
                2026-01-31
                """),
        RecurrenceCase(
            "FREQ=SECONDLY;INTERVAL=999999999", from: "2026-01-31T09:00:00",
            first: """
                2026-01-31T09:00:00 2057-10-09T10:46:39 2089-06-17T12:33:18 2121-02-24T14:19:57 2152-11-02T16:06:36
                2184-07-11T17:53:15 2216-03-20T19:39:54 2247-11-27T21:26:33
                """),
        RecurrenceCase(
            "FREQ=YEARLY;BYWEEKNO=53;INTERVAL=400;BYDAY=MO", from: "2026-01-31T09:00:00",
            first: """
                2026-12-28 2426-12-28 2826-12-28 3226-12-28 3626-12-28 4026-12-28 4426-12-28 4826-12-28
                """),
    ]
}
