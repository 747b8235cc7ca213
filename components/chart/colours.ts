/** Colours of our tokens for a canvas. */

/**
 * Tokens are light-dark() pairs and a canvas needs the colour that holds now. A new element for each token: on one that
 * changes, a transition would still show the colour before.
 */
export function colourOf(element: HTMLElement, token: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export function withAlpha(colour: string, alpha: number): string {
  return colour.startsWith("rgb(") ? colour.replace("rgb(", "rgba(").replace(")", `, ${alpha})`) : colour;
}
