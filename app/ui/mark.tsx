/** Three linked shapes in a row, the last one filled: source, build, deploy. In the colour of the text. */
export function Mark({ size = 32 }: { size?: number }) {
	return (
		<svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
			<path d="M9 16h3.5M20 16h4" stroke="currentColor" strokeWidth="2.5" />
			<circle cx="4.75" cy="16" r="3.25" stroke="currentColor" strokeWidth="2.5" />
			<path d="M13.5 13h5.5v6h-5.5z" stroke="currentColor" strokeWidth="2.5" strokeLinejoin="round" />
			<path
				d="m23.75 10 7.25 6-7.25 6z"
				fill="currentColor"
				stroke="currentColor"
				strokeWidth="1.5"
				strokeLinejoin="round"
			/>
		</svg>
	)
}
