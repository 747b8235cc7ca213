/** The door's picture: jacks of an exchange board with a few cords across. Decoration. */
const COLUMNS = 11;
const ROWS = 12;
const STEP = 64;
const CORDS = ["M96 160C96 420 480 220 480 544", "M352 96C352 300 160 300 160 544", "M608 224C608 520 288 420 288 608"];

export function Board() {
  const jacks = Array.from({ length: COLUMNS * ROWS }, (_, i) => ({
    x: 32 + (i % COLUMNS) * STEP,
    y: 32 + Math.floor(i / COLUMNS) * STEP,
  }));
  return (
    <svg viewBox={`0 0 ${COLUMNS * STEP} ${ROWS * STEP}`} preserveAspectRatio="xMidYMin slice" fill="none">
      {jacks.map(({ x, y }) => (
        <circle key={`${x}-${y}`} cx={x} cy={y} r="7" stroke="currentColor" stroke-width="2" opacity="0.55" />
      ))}
      {CORDS.map((path) => <path key={path} d={path} stroke="#5cc4d2" stroke-width="5" stroke-linecap="round" />)}
      {CORDS.flatMap((path) => path.match(/^M(\d+) (\d+)/)!.slice(1, 3).concat(path.match(/(\d+) (\d+)$/)!.slice(1, 3)))
        .reduce<string[][]>((pairs, value, i) => (i % 2 ? pairs.at(-1)!.push(value) : pairs.push([value]), pairs), [])
        .map(([x, y]) => <circle key={`${x}/${y}`} cx={x} cy={y} r="9" fill="#5cc4d2" />)}
    </svg>
  );
}
