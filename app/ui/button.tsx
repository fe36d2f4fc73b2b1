import type { ComponentProps } from 'react'
import { Link } from 'react-router'

/** `accent` is the next thing to do, once per screen; `danger` destroys something and says what. */
export type ButtonVariant = 'plain' | 'accent' | 'quiet' | 'danger'

type Look = { variant?: ButtonVariant; small?: boolean }

/** A button that submits its form unless `type="button"` is given; `busy` shows work and blocks a second press. */
export function Button({
	variant = 'plain',
	small,
	busy,
	className,
	...props
}: ComponentProps<'button'> & Look & { busy?: boolean }) {
	return (
		<button
			type="submit"
			{...props}
			disabled={busy || props.disabled}
			aria-busy={busy || undefined}
			className={look(variant, small, className)}
		/>
	)
}

/** A link that looks like a button, for a step that only goes elsewhere. */
export function LinkButton({
	variant = 'plain',
	small,
	className,
	...props
}: ComponentProps<typeof Link> & Look) {
	return <Link {...props} className={look(variant, small, className)} />
}

function look(variant: ButtonVariant, small?: boolean, extra?: string) {
	return ['button', `button-${variant}`, small && 'button-small', extra].filter(Boolean).join(' ')
}
