/** How much of a known number of things is done, as a bar and in figures. */
export function ProgressBar({ done, total, label }: { done: number; total: number; label: string }) {
	return (
		<div className="progress">
			<progress aria-label={label} max={total} value={done}>{`${done} sur ${total}`}</progress>
			<span className="progress-count" aria-hidden="true">
				{done}
				{' / '}
				{total}
			</span>
		</div>
	)
}
