/** Signs of types of tasks; their colours stand in styles/calendar.css. */
import { type LucideIcon, Mail, MapPin, MessageSquare, Phone, SquareCheck, Users } from "lucide-preact";
import type { TaskType } from "@/crm/calendar/types.ts";

export const TYPE_ICON: Record<TaskType, LucideIcon> = {
  call: Phone,
  meeting: Users,
  email: Mail,
  message: MessageSquare,
  visit: MapPin,
  todo: SquareCheck,
};
