/** All tables, as Kysely sees them. A new group of tables: one file in `store/tables/`, one line here. */
import type { ApiTables } from "@/store/tables/api.ts";
import type { AuditTables } from "@/store/tables/audit.ts";
import type { AutomationTables } from "@/store/tables/automation.ts";
import type { CalendarTables } from "@/store/tables/calendar.ts";
import type { CallsTables } from "@/store/tables/calls.ts";
import type { CardsTables } from "@/store/tables/cards.ts";
import type { ContactCentreTables } from "@/store/tables/contact_centre.ts";
import type { DatasetsTables } from "@/store/tables/datasets.ts";
import type { ForecastingTables } from "@/store/tables/forecasting.ts";
import type { ImportsTables } from "@/store/tables/imports.ts";
import type { IntakeTables } from "@/store/tables/intake.ts";
import type { NoticesTables } from "@/store/tables/notices.ts";
import type { RecordsTables } from "@/store/tables/records.ts";
import type { PeopleTables } from "@/store/tables/people.ts";
import type { RevenueTables } from "@/store/tables/revenue.ts";
import type { RuntimeTables } from "@/store/tables/runtime.ts";
import type { SalesTables } from "@/store/tables/sales.ts";
import type { ScoresTables } from "@/store/tables/scores.ts";
import type { StaffingTables } from "@/store/tables/staffing.ts";
import type { ViewsTables } from "@/store/tables/views.ts";

export interface Database
  extends
    RuntimeTables,
    PeopleTables,
    AuditTables,
    ApiTables,
    AutomationTables,
    ContactCentreTables,
    CalendarTables,
    CallsTables,
    RecordsTables,
    IntakeTables,
    ForecastingTables,
    DatasetsTables,
    ImportsTables,
    NoticesTables,
    RevenueTables,
    CardsTables,
    SalesTables,
    ScoresTables,
    StaffingTables,
    ViewsTables {}
