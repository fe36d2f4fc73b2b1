import { createContext, useContext } from 'react'

/** The id under which the server logged this request; `entry.server.tsx` provides it. */
export const RequestIdContext = createContext<string | undefined>(undefined)

/**
 * The id of the request, to be quoted when something is reported. Only an error
 * page shows it: other pages are the same for everyone. In the browser it is
 * read back from the server's HTML, the only place that knows it.
 */
export function RequestId() {
	const provided = useContext(RequestIdContext)
	const id =
		provided ??
		(typeof document === 'undefined' ? undefined : document.getElementById('request-id')?.textContent)
	if (!id) return null
	return (
		<p>
			Numéro de la demande{'\u00a0'}: <code id="request-id">{id}</code>
		</p>
	)
}
