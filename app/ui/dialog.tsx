import { type ReactNode, useId, useRef } from 'react'
import { Button, type ButtonVariant } from './button.tsx'

/** A button and the native modal dialog that it opens. The dialog names what is at stake; `actions` holds its buttons. */
export function DialogButton({
	label,
	variant,
	title,
	children,
	actions,
}: {
	label: ReactNode
	variant?: ButtonVariant
	title: string
	children: ReactNode
	actions: (close: () => void) => ReactNode
}) {
	const dialog = useRef<HTMLDialogElement>(null)
	const titleId = useId()
	const close = () => dialog.current?.close()
	return (
		<>
			<Button type="button" variant={variant} onClick={() => dialog.current?.showModal()}>
				{label}
			</Button>
			<dialog ref={dialog} className="dialog" aria-labelledby={titleId}>
				<div className="dialog-body">
					<h2 id={titleId}>{title}</h2>
					{children}
					<div className="dialog-actions">
						<Button type="button" variant="quiet" onClick={close}>
							Annuler
						</Button>
						{actions(close)}
					</div>
				</div>
			</dialog>
		</>
	)
}
