/** Three linked shapes in a row, the last one filled: source, build, deploy. In the colour of the text. */
export function Mark({ size = 32 }: { size?: number }) {
	return (
		<svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
			<path d="M9.5 16h3M19.5 16h3" stroke="currentColor" strokeWidth="2.5" />
			<circle cx="5.5" cy="16" r="3.75" stroke="currentColor" strokeWidth="2.5" />
			<path d="M12.75 12.25h6.5v7.5h-6.5z" stroke="currentColor" strokeWidth="2.5" strokeLinejoin="round" />
			<path
				d="m22 9.5 8.5 6.5-8.5 6.5z"
				fill="currentColor"
				stroke="currentColor"
				strokeWidth="1.5"
				strokeLinejoin="round"
			/>
		</svg>
	)
}
