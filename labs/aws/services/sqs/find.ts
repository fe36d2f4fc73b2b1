import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { type Queue, queues } from './collections.ts'
import { noSuchQueue } from './sqs-error.ts'

/** A queue and where it is: its URL names an account. */
export interface Located {
	queue: Readonly<Queue>
	scope: Scope
}

export function queueArn({ region, account }: Scope, name: string): string {
	return `arn:aws:sqs:${region}:${account}:${name}`
}

export function queueUrl({ endpoint, scope }: Pick<Call, 'endpoint' | 'scope'>, name: string): string {
	return `${endpoint}/${scope.account}/${name}`
}

/** The queue of a URL: its last two parts are the account and the name, whatever the host. */
export function findQueue(call: Call, url: string): Located | undefined {
	const [name = '', account = ''] = url.split('/').toReversed()
	const scope = {
		account: /^\d{12}$/.test(account) ? account : call.scope.account,
		region: call.scope.region,
	}
	const queue = call.world.get(queues, scope, name)
	return queue && { queue, scope }
}

/** Throws QueueDoesNotExist. */
export function requireQueue(call: Call, url = ''): Located {
	const found = findQueue(call, url)
	if (!found) throw noSuchQueue()
	return found
}

/** The access of an operation on the queue that its input names; the queue's policy may let others in. */
export function onQueue(action: string) {
	return ({ QueueUrl = '' }: { QueueUrl?: string }, call: Call): Access =>
		accessTo(call, action, requireQueue(call, QueueUrl))
}

export function accessTo(call: Call, action: string, { queue, scope }: Located): Access {
	const tags = Object.entries(queue.tags)
	return {
		action: `sqs:${action}`,
		resource: queue.arn,
		resourceAccount: scope.account,
		resourcePolicy: queue.attributes.Policy,
		resourceMustAllow: call.principal.type === 'service',
		context: Object.fromEntries(tags.map(([tag, value]) => [`aws:ResourceTag/${tag}`, value])),
	}
}

export function put(call: Call, { scope, queue }: Located): void {
	call.world.put(queues, scope, queue.name, queue)
}
