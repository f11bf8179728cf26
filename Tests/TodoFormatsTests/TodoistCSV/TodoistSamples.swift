/// Tables as Todoist exports them.
enum TodoistSamples {
    /// A project with a section, subtasks, comments, labels and dates of several kinds.
    static let template = """
        TYPE,CONTENT,DESCRIPTION,IS_COLLAPSED,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,\
        DURATION_UNIT,DEADLINE,DEADLINE_LANG
        meta,view_style=list,,,,,,,,,,,,,
        task,Pay rent @home @money,by transfer,,1,1,Sana (1),,every month,en,Europe/Berlin,None,None,,
        note,"Account 4711, see mail",,,,,Sana (1),,2024-05-01,,,,,,
        ,,,,,,,,,,,,,,
        section,Errands,,,,,,,,,,,,,
        task,Buy milk,,,4,1,Sana (1),,tomorrow at 9am,en,Europe/Berlin,30,minute,,
        task,"The ""good"" one",,,3,2,Sana (1),Max (2),2027-01-31 10:00,en,Europe/Berlin,None,None,2027-02-01,en
        task,Write to a@b.example,,,2,1,Sana (1),,när som helst,sv,Europe/Berlin,None,None,,
        oops,Nothing,,,,,,,,,,,,,
        task,Water plants,,,4,1,Sana (1),,"every mon, thu at 18:00",en,Europe/Berlin,None,None,,
        task,Water plants,,,4,1,Sana (1),,"every mon, thu at 18:00",en,Europe/Berlin,None,None,,
        """
}
