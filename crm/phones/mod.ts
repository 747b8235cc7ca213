/** Where a telephone number is and what time it is there. */
export { callableNow, type CallingWindow } from "./calling_window.ts";
export { type Place, placeOf } from "./place.ts";
