/** A day's offered calls as a thumbnail; the lost ones as ticks below. Drawn as SVG: dozens of canvases would cost. */
export function Spark(props: { quarters: readonly (readonly [number, number, number])[]; label: string }) {
  const { quarters } = props;
  if (quarters.length < 2) return <span class="quiet">–</span>;
  const top = Math.max(4, ...quarters.map((quarter) => quarter[0]));
  const x = (i: number) => (i / (quarters.length - 1)) * 120;
  const y = (value: number) => 24 - (value / top) * 22;
  const line = quarters.map(([offered], i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(offered).toFixed(1)}`).join("");
  const lost = quarters.map(([, , abandoned], i) =>
    abandoned > 0 ? `M${x(i).toFixed(1)} 28v-${Math.min(4, 1 + abandoned)}` : ""
  ).join("");
  return (
    <svg class="spark" viewBox="0 0 120 28" preserveAspectRatio="none" role="img" aria-label={props.label}>
      <path d={`${line}L120 24L0 24Z`} fill="currentColor" opacity="0.14" />
      <path d={line} fill="none" stroke="currentColor" stroke-width="1.6" vector-effect="non-scaling-stroke" />
      <path d={lost} stroke="var(--danger)" stroke-width="1.6" vector-effect="non-scaling-stroke" />
    </svg>
  );
}
