/** The door of the calendar: tasks of a range, free/busy, working time, holidays, and calendars for other programs. */
export * from "@/crm/calendar/schemas.ts";
export { type Holiday, type HolidayKey, holidaysOf, holidayYears } from "@/crm/calendar/holidays.ts";
export { calendarOf, type CalendarRange, type CompanyDay, type Interval } from "@/crm/calendar/range.ts";
export { feedOf, type FeedState, type MadeFeed, makeFeed, revokeFeed, userOfFeed } from "@/crm/calendar/feeds.ts";
export { icsOfFeed, icsOfRange, icsOfTask } from "@/crm/calendar/export.ts";
export { addSpecialDay, type KeptDay, listSpecialDays, removeSpecialDay } from "@/crm/calendar/special_days.ts";
export {
  companyTime,
  type KeptTime,
  MAY_SET_UP,
  mayChange,
  oldestDay,
  type OwnTime,
  ownTimes,
  personTime,
  requireSetUp,
  setCompanyTime,
  setPersonTime,
  workingTimeOf,
  workingTimes,
} from "@/crm/calendar/times.ts";
export {
  addWorkingMinutes,
  isWorking,
  nextWorkingMoment,
  type Span,
  workingSpans,
  type WorkingTime,
} from "@/crm/calendar/working.ts";
