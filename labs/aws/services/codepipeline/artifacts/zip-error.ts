import { ActionFailure } from '../actions/action.ts'

/** An archive that an action cannot use. */
export function broken(detail: string): ActionFailure {
	return new ActionFailure(
		'JobFailed',
		`The input artifact is not a ZIP file that can be extracted: ${detail}`,
	)
}
