import { type ComponentProps, type ReactNode, useId } from 'react'
import { Icon } from './icon.tsx'

type FieldProps = {
	label: ReactNode
	hint?: ReactNode
	/** What is wrong and what to type; the input is then marked invalid. */
	error?: string
}

/** A labelled text input whose hint and error are tied to it for screen readers. */
export function Field({ label, hint, error, ...input }: FieldProps & ComponentProps<'input'>) {
	const id = useId()
	return (
		<FieldFrame id={input.id ?? id} label={label} hint={hint} error={error}>
			{(described) => <input {...input} {...described} className="input" />}
		</FieldFrame>
	)
}

/** The same for text of several lines. */
export function TextAreaField({ label, hint, error, ...input }: FieldProps & ComponentProps<'textarea'>) {
	const id = useId()
	return (
		<FieldFrame id={input.id ?? id} label={label} hint={hint} error={error}>
			{(described) => <textarea {...input} {...described} className="input" />}
		</FieldFrame>
	)
}

/** The same for a choice in a list; its options are the children. */
export function SelectField({ label, hint, error, ...input }: FieldProps & ComponentProps<'select'>) {
	const id = useId()
	return (
		<FieldFrame id={input.id ?? id} label={label} hint={hint} error={error}>
			{(described) => <select {...input} {...described} className="input" />}
		</FieldFrame>
	)
}

/** One answer of a group: a radio button or a box to tick, with its label as the whole row. */
export function Choice({ children, ...input }: ComponentProps<'input'> & { type: 'radio' | 'checkbox' }) {
	return (
		<label className="choice">
			<input {...input} />
			<span>{children}</span>
		</label>
	)
}

type Described = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }

function FieldFrame({
	id,
	label,
	hint,
	error,
	children,
}: FieldProps & { id: string; children: (described: Described) => ReactNode }) {
	const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
	return (
		<div className="field">
			<label className="field-label" htmlFor={id}>
				{label}
			</label>
			{hint && (
				<span className="field-hint" id={`${id}-hint`}>
					{hint}
				</span>
			)}
			{children({
				id,
				'aria-describedby': describedBy || undefined,
				'aria-invalid': error ? true : undefined,
			})}
			{error && (
				<span className="field-error" id={`${id}-error`}>
					<Icon name="failed" />
					<span>{error}</span>
				</span>
			)}
		</div>
	)
}
