/** Our mark: a patch cord between two jacks of an exchange board. */
export function Logo(props: { size?: number }) {
  return (
    <svg width={props.size ?? 26} height={props.size ?? 26} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect x="1" y="1" width="30" height="30" rx="8" fill="currentColor" />
      <g stroke="var(--on-accent)" stroke-width="2.4" stroke-linecap="round">
        <path d="M9.5 12.5c0 9 13 2 13 10" />
      </g>
      <circle cx="9.5" cy="9.5" r="3" fill="var(--on-accent)" />
      <circle cx="22.5" cy="22.5" r="3" fill="var(--on-accent)" />
      <circle cx="22.5" cy="9.5" r="2" stroke="var(--on-accent)" stroke-width="1.6" />
      <circle cx="9.5" cy="22.5" r="2" stroke="var(--on-accent)" stroke-width="1.6" />
    </svg>
  );
}
