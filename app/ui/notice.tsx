import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export type NoticeKind = 'note' | 'pitfall' | 'success' | 'error' | 'retain'

const icons: Record<NoticeKind, IconName> = {
	note: 'note',
	pitfall: 'pitfall',
	success: 'succeeded',
	error: 'failed',
	retain: 'retain',
}

/** A message set apart from the text; `live` has screen readers announce it when it appears. */
export function Notice({
	kind = 'note',
	title,
	live,
	children,
}: {
	kind?: NoticeKind
	title?: ReactNode
	live?: boolean
	children?: ReactNode
}) {
	const role = live ? (kind === 'error' ? 'alert' : 'status') : undefined
	return (
		<div className={`notice notice-${kind}`} role={role}>
			<Icon name={icons[kind]} size={18} />
			<div className="notice-body">
				{title && <p className="notice-title">{title}</p>}
				{children}
			</div>
		</div>
	)
}

/** Why a form was refused, above the form: nothing is shown without a message. */
export function FormError({
	title = 'Le formulaire n’a pas pu être envoyé',
	message,
}: {
	title?: string
	message?: string
}) {
	if (!message) return null
	return (
		<Notice kind="error" title={title} live>
			<p>{message}</p>
		</Notice>
	)
}
