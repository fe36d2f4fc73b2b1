import type { ReactNode } from 'react'

// Drawn on a 16 px grid with a 1.75 px line, so that they stay sharp beside
// 15–16 px text. Every icon stands beside a word and is hidden from readers.
const shapes = {
	waiting: (
		<>
			<circle cx="8" cy="8" r="6" />
			<path d="M8 4.8V8l2.2 1.6" />
		</>
	),
	running: (
		<>
			<circle cx="8" cy="8" r="6" opacity=".35" />
			<path d="M8 2a6 6 0 0 1 6 6" />
		</>
	),
	succeeded: (
		<>
			<circle cx="8" cy="8" r="6" />
			<path d="m5.3 8.2 1.9 1.9 3.6-4" />
		</>
	),
	failed: (
		<>
			<circle cx="8" cy="8" r="6" />
			<path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" />
		</>
	),
	stopped: (
		<>
			<circle cx="8" cy="8" r="6" />
			<path d="M6 6h4v4H6z" fill="currentColor" stroke="none" />
		</>
	),
	superseded: (
		<>
			<circle cx="8" cy="8" r="6" />
			<path d="m5 8.8 3-3 3 3M8 5.8V11" />
		</>
	),
	skipped: (
		<>
			<circle cx="8" cy="8" r="6" strokeDasharray="2.4 2.3" />
			<path d="m6 5.7 2.4 2.3L6 10.3M10.2 5.7v4.6" />
		</>
	),
	abandoned: (
		<>
			<circle cx="8" cy="8" r="6" />
			<path d="M4 12 12 4" />
		</>
	),
	note: (
		<>
			<circle cx="8" cy="8" r="6" />
			<path d="M8 7.4v3.6M8 4.9v.2" />
		</>
	),
	pitfall: <path d="M8 2.2 14.4 13H1.6zM8 6.4v3M8 11v.2" />,
	retain: <path d="M4 2h8v12l-4-3.2L4 14z" />,
	copy: <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />,
	check: <path d="m3 8.5 3.3 3.3L13 4.6" />,
	pencil: <path d="M2.5 13.5l.8-3.2 7.6-7.6 2.4 2.4-7.6 7.6zM9.4 4.2l2.4 2.4" />,
	search: (
		<>
			<circle cx="7" cy="7" r="4.6" />
			<path d="m10.4 10.4 3.8 3.8" />
		</>
	),
	menu: <path d="M2 4h12M2 8h12M2 12h12" />,
	sun: (
		<>
			<circle cx="8" cy="8" r="2.8" />
			<path d="M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1" />
		</>
	),
	moon: <path d="M13.4 9.8A5.8 5.8 0 0 1 6.2 2.6a5.8 5.8 0 1 0 7.2 7.2z" />,
	system: <path d="M1.8 2.8h12.4v8H1.8zM5.5 13.6h5M8 10.8v2.8" />,
	person: (
		<>
			<circle cx="8" cy="5.3" r="2.8" />
			<path d="M2.6 14a5.4 5.4 0 0 1 10.8 0" />
		</>
	),
	chevron: <path d="m4 6 4 4 4-4" />,
	before: <path d="M13 8H3m4-4L3 8l4 4" />,
	after: <path d="M3 8h10M9 4l4 4-4 4" />,
	source: <path d="M5 3.5v9M5 9.5a6 6 0 0 0 6-5.2M5 3.5h.01M11 3.5h.01M5 12.5h.01" strokeWidth="2.2" />,
	build: <path d="m8 1.8 5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zM2.8 5 8 8l5.2-3M8 8v6" />,
	test: <path d="M6 2h4M7 2v4.2L3.2 12.6A1 1 0 0 0 4 14h8a1 1 0 0 0 .8-1.4L9 6.2V2M5 10h6" />,
	deploy: <path d="M8 10.5v-8M4.8 5.6 8 2.4l3.2 3.2M2.5 10.5v3h11v-3" />,
	approval: (
		<>
			<circle cx="6.2" cy="5" r="2.6" />
			<path d="M1.8 13.5a4.6 4.6 0 0 1 7-3.9M9.6 12l1.6 1.6 3-3.2" />
		</>
	),
	invoke: <path d="M9 1.8 3.4 9h4L6.6 14.2 12.6 7H8.4z" />,
	compute: <path d="M2 3h12v10H2zM4.6 6.2 6.6 8l-2 1.8M8 10h3" />,
	lock: <path d="M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** A decorative 16 px drawing in the colour of the text; the word beside it carries the meaning. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
	return (
		<svg
			className={`icon icon-${name}`}
			width={size}
			height={size}
			viewBox="0 0 16 16"
			fill="none"
			stroke="currentColor"
			strokeWidth="1.6"
			strokeLinecap="round"
			strokeLinejoin="round"
			aria-hidden="true"
			focusable="false"
		>
			{shapes[name]}
		</svg>
	)
}
