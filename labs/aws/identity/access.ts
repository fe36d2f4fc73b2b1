import type { WorldReader } from '../world/world.ts'
import type { Principal } from './principal.ts'

/** What a call needs to be allowed to do. */
export interface Access {
	/** IAM action, e.g. `codepipeline:GetPipeline`. */
	action: string
	/** ARN that the action is on; `*` for actions without a resource. */
	resource: string
	/** Account that owns the resource, when it is not the caller's. */
	resourceAccount?: string
	/** The resource's own policy (bucket, key, topic, trust), as JSON text. */
	resourcePolicy?: string
	/** Whether that policy must allow also an AWS service: topics, queues, functions and keys ask it. */
	resourceMustAllow?: boolean
	/** Condition keys of this request, e.g. `iam:PassedToService`. Keys are case-insensitive. */
	context?: Readonly<Record<string, string | ReadonlyArray<string>>>
}

/** A statement that played a part in a decision. */
export interface MatchedStatement {
	policyType: 'identity' | 'resource' | 'boundary' | 'session'
	/** Name or ARN of the policy. */
	policy: string
	/** Who has an inline policy: `user_ada`. */
	holder?: string
	sid?: string
	/** Position in its policy, from 0. */
	index: number
	effect: 'Allow' | 'Deny'
}

/** A statement that would have applied but for one part of it. */
export interface NearMiss extends MatchedStatement {
	/** What did not match: the action, the resource, or a condition (`operator key`). */
	because: 'action' | 'resource' | 'condition'
	detail: string
}

/** The outcome of one evaluation with what explains it. */
export interface Decision {
	allowed: boolean
	principal: string
	action: string
	resource: string
	reason:
		| 'root'
		| 'allowed'
		| 'explicit-deny'
		| 'no-identity-allow'
		| 'no-resource-allow'
		| 'boundary'
		| 'session'
		| 'anonymous'
	matched: ReadonlyArray<MatchedStatement>
	nearMisses: ReadonlyArray<NearMiss>
}

/** Evaluates one access of a principal in a world. `now` is virtual, epoch milliseconds. */
export type Authorize = (world: WorldReader, principal: Principal, access: Access, now: number) => Decision
