import { getUser } from '#app/accounts/guards.server.ts'
import { examContext } from '#app/exam/exam-context.server.ts'
import { answerSchema, type SaveResult, saveAnswer } from '#app/exam/save-answer.server.ts'
import { postedJson } from '#app/platform/posted-json.ts'
import type { Route } from './+types/answer'

const BODY_BYTES = 16 * 1024

const statuses: Record<SaveResult['status'], number> = {
	saved: 200,
	stale: 200,
	not_found: 404,
	closed: 409,
	invalid: 400,
}

/** Saves one answer given by script: JSON in, JSON out, never a redirection. */
export async function action({ request, params }: Route.ActionArgs) {
	const user = await getUser(request)
	if (!user) {
		const message =
			'Votre session a expiré. Reconnectez-vous dans un autre onglet\u00A0: la réponse sera envoyée de nouveau.'
		return Response.json({ status: 'signed_out', message }, { status: 401 })
	}
	const body = answerSchema.safeParse(await postedJson(request, BODY_BYTES))
	if (!body.success) {
		const message =
			'La réponse envoyée n’a pas la forme attendue. Rechargez la page, puis répondez de nouveau.'
		return Response.json({ status: 'invalid', message }, { status: 400 })
	}
	const result = await saveAnswer(examContext(), {
		...body.data,
		userId: user.id,
		attemptId: params.attemptId,
	})
	return Response.json(result, { status: statuses[result.status] })
}
