import { expect, test } from 'vitest'
import { entropies, ONLY, WORLD_SCOPE } from '../world/kernel.ts'
import { World } from '../world/world.ts'
import type { Decision } from './access.ts'
import { decodeRefusal } from './authorization-message.ts'
import { accessDenied, throttled } from './denials.ts'
import type { Principal } from './principal.ts'

const ARN = 'arn:aws:iam::111111111111:user/ada'
const ada: Principal = { type: 'user', account: '111111111111', arn: ARN, userName: 'ada', userId: 'AIDA1' }
const decision: Decision = {
	allowed: false,
	principal: ARN,
	action: 'ec2:StopInstances',
	resource: 'arn:aws:ec2:eu-west-3:111111111111:instance/i-1',
	reason: 'no-identity-allow',
	matched: [],
	nearMisses: [],
}

function worldOf(seed: string) {
	const world = new World().begin()
	world.put(entropies, WORLD_SCOPE, ONLY, { seed, draws: 0, sandbox: '1' })
	return world
}

test.each([
	['codepipeline', 'AccessDeniedException', 400],
	['cloudwatch', 'AccessDeniedException', 400],
	['lambda', 'AccessDeniedException', 403],
	['iam', 'AccessDenied', 403],
	['s3', 'AccessDenied', 403],
	['sns', 'AuthorizationError', 403],
	['nobody', 'AccessDeniedException', 400],
])('%s refuses with %s', (service, code, status) => {
	expect(accessDenied(worldOf('a'), ada, service, decision)).toMatchObject({ code, status })
})

test.each([
	['codepipeline', 'ThrottlingException', 400],
	['sts', 'Throttling', 400],
	['s3', 'SlowDown', 503],
])('%s answers too many calls with %s', (service, code, status) => {
	expect(throttled(service)).toMatchObject({ code, status })
})

test('EC2 adds a message that only its own world reads', () => {
	const { code, message, status } = accessDenied(worldOf('a'), ada, 'ec2', decision)
	expect([code, status]).toEqual(['UnauthorizedOperation', 403])
	const [told, encoded = ''] = message.split(' Encoded authorization failure message: ')
	expect(told).toBe(
		`You are not authorized to perform this operation. User: ${ARN} is not authorized to perform: ec2:StopInstances on resource: ${decision.resource} because no identity-based policy allows the ec2:StopInstances action.`,
	)
	expect(JSON.parse(decodeRefusal(worldOf('a'), encoded) ?? '')).toEqual({
		allowed: false,
		explicitDeny: false,
		matchedStatements: { items: [] },
		failures: { items: [] },
		context: {
			principal: { id: 'AIDA1', name: 'ada', arn: ARN },
			action: 'ec2:StopInstances',
			resource: decision.resource,
			conditions: { items: [] },
		},
	})
	expect(decodeRefusal(worldOf('b'), encoded)).toBeUndefined()
	expect(decodeRefusal(worldOf('a'), `${encoded.slice(0, -2)}AA`)).toBeUndefined()
	expect(decodeRefusal(worldOf('a'), 'x')).toBeUndefined()
})
