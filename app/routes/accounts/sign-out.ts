import { redirect } from 'react-router'
import { callAuth } from '#app/accounts/call-auth.server.ts'
import type { Route } from './+types/sign-out'

export async function action({ request }: Route.ActionArgs) {
	const { headers } = await callAuth(request, '/sign-out', {})
	return redirect('/', { headers })
}

/** Signing out changes something, so an address alone does not do it. */
export function loader() {
	return redirect('/compte')
}
