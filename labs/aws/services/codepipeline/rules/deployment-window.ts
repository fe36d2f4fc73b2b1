import { readWindow, WindowSyntaxError } from '../../events/window.ts'
import { type RuleProvider, ruleFailed, ruleSucceeded } from './rule.ts'

/** Succeeds while the window is open, and waits for it otherwise. The wording is ours. */
export const deploymentWindow: RuleProvider = {
	evaluate({ call, check: { configuration } }) {
		const { Cron = '', TimeZone } = configuration
		try {
			const window = readWindow(Cron, TimeZone)
			if (window.isOpen(call.now)) return ruleSucceeded('The deployment window is open')
			const until = window.opensAfter(call.now)
			if (until === undefined) return ruleFailed('ConfigurationError', 'The window never opens again')
			return { state: 'pending', until, summary: `Waiting for the window: ${new Date(until).toISOString()}` }
		} catch (error) {
			if (!(error instanceof WindowSyntaxError)) throw error
			return ruleFailed('ConfigurationError', `Cron or TimeZone is not valid: ${error.message}`)
		}
	},
}
