public import CivilTime

extension RecurrenceRule {
    /// The first date of the rule strictly after `reading` and not before `anchor`; nil when there is none up to the
    /// year 9999 or the rule's last reading.
    ///
    /// Bounded time however far `reading` lies from the anchor. The anchor itself is a date only if it is as the rule
    /// says. A count is not regarded, as it belongs to a whole series; nor is a date that is absent from the zone.
    public func occurrence(
        after reading: CivilDateTime, anchor: CivilDateTime, absentDates: [CivilDate] = []
    ) -> CivilDateTime? {
        var search = OccurrenceSearch(self, anchor: anchor, absentDates: absentDates)
        return search.first(after: reading)
    }

    /// The dates of the rule from an anchor on, those after a reading if one is given, found as they are asked for.
    ///
    /// Where dates are counted, those up to the reading are walked through; else they are passed over at once.
    public func occurrences(
        from anchor: CivilDateTime, after reading: CivilDateTime? = nil, absentDates: [CivilDate] = []
    ) -> RecurrenceOccurrences {
        RecurrenceOccurrences(self, anchor: anchor, after: reading, absentDates: absentDates)
    }
}
