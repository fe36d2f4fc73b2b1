import { useEffect, useRef } from 'react'
import { Form, useNavigation } from 'react-router'
import { Button } from '#app/ui/button.tsx'

/** « Vérifier », also by Ctrl+Entrée from anywhere on the page. */
export function CheckBar({ path }: { path: string }) {
	const form = useRef<HTMLFormElement>(null)
	const navigation = useNavigation()
	const busy = navigation.formData?.get('intent') === 'check'

	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
			event.preventDefault()
			form.current?.requestSubmit()
		}
		window.addEventListener('keydown', onKey)
		return () => window.removeEventListener('keydown', onKey)
	}, [])

	return (
		<Form method="post" action={path} ref={form} className="lab-check" preventScrollReset>
			<input type="hidden" name="intent" value="check" />
			<Button variant="accent" busy={busy}>
				{busy ? 'Vérification…' : 'Vérifier'}
			</Button>
			<span className="quiet">
				<kbd>Ctrl</kbd> + <kbd>Entrée</kbd>
			</span>
		</Form>
	)
}
