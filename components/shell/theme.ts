/** The look of the page: `auto` follows the system. */
export type Theme = "auto" | "light" | "dark";

export function setTheme(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
