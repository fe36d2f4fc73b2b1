import { PutObjectCommand } from '@aws-sdk/client-s3'
import { type Check, type Finding, failed, passed } from '../../checks/check.ts'
import type { ForkContext } from '../../checks/context.ts'
import { refusalOf } from '../../checks/refusal.ts'
import { findPipeline, roleNameOf } from '../../checks/structure.ts'
import { PIPELINE, WEB_BUCKET } from '../names.ts'
import { createOtherBucket, EXCESSES } from './excess.ts'
import { wideStatements } from './role-policies.ts'

const CODEPIPELINE = 'codepipeline.amazonaws.com'
const CREATE_FIRST = 'Le rôle se lit dans la définition du pipeline : créez d’abord le pipeline.'

/** The role that the learner's pipeline runs under, and clients that act as it. */
async function serviceRole(fork: ForkContext) {
	const pipeline = await findPipeline(fork.aws, PIPELINE)
	const roleName = roleNameOf(pipeline?.roleArn)
	const aws = pipeline && (await fork.asServiceRole(roleName, CODEPIPELINE))
	return aws && { roleName, aws }
}

export const roleMayPublish: Check = {
	id: 'role-peut-publier',
	task: 'autoriser',
	kind: 'behaviour',
	lesson: 'preparer-son-premier-pipeline',
	sentence: 'Le rôle de service peut écrire dans le seau web',
	expected: `Agissant sous son rôle, le pipeline dépose un objet dans ${WEB_BUCKET}.`,
	async run(context) {
		const fork = await context.fork()
		const role = await serviceRole(fork)
		if (!role) return failed('Le pipeline, ou le rôle qu’il nomme, n’existe pas.', CREATE_FIRST)
		const refusal = await refusalOf(
			role.aws.s3.send(new PutObjectCommand({ Bucket: WEB_BUCKET, Key: 'controle.html', Body: 'essai' })),
		)
		if (!refusal) return passed(`Le rôle ${role.roleName} écrit dans ${WEB_BUCKET}.`)
		return failed(
			`Écriture refusée au rôle ${role.roleName}. ${refusal}`,
			'Le message nomme l’action refusée et sa ressource. Un droit sur le seau et un droit sur ses objets n’ont pas le même ARN.',
		)
	},
}

export const boundedRole: Check = {
	id: 'role-borne',
	task: 'autoriser',
	kind: 'negative',
	lesson: 'preparer-son-premier-pipeline',
	sentence: 'Le rôle ne peut rien de plus : ni administrer le seau web, ni toucher un autre seau',
	expected: `Le rôle écrit dans ${WEB_BUCKET}, et tout autre geste lui est refusé.`,
	async run(context) {
		const fork = await context.fork()
		const role = await serviceRole(fork)
		if (!role) return failed('Le pipeline, ou le rôle qu’il nomme, n’existe pas.', CREATE_FIRST)
		const [wide] = await wideStatements(fork.aws, role.roleName)
		if (wide) {
			return failed(
				`Trop large : quelles actions et quel seau suffisent ? La politique ${wide.policy} autorise ${wide.action} sur ${wide.resource}.`,
				'Le message d’échec du déploiement cite une action et un objet. Rien de plus n’est nécessaire.',
			)
		}
		await createOtherBucket(fork)
		return (await firstExcess(role)) ?? (await mustPublish(role))
	},
}

type ServiceRole = NonNullable<Awaited<ReturnType<typeof serviceRole>>>

async function firstExcess({ roleName, aws }: ServiceRole): Promise<Finding | undefined> {
	for (const excess of EXCESSES) {
		if (await refusalOf(excess.attempt(aws))) continue
		return failed(
			`Trop large : quelles actions et quel seau suffisent ? Le rôle ${roleName} a pu ${excess.deed}.`,
			'Relisez Action et Resource dans les politiques du rôle, et dans celle du seau s’il en a une : où un joker en dit-il trop ?',
		)
	}
}

/** A role that may do nothing is not a bounded one: the need has to be met first. */
async function mustPublish({ roleName, aws }: ServiceRole): Promise<Finding> {
	const Key = 'controle.html'
	const refusal = await refusalOf(
		aws.s3.send(new PutObjectCommand({ Bucket: WEB_BUCKET, Key, Body: 'essai' })),
	)
	if (refusal) {
		return failed(
			`Le rôle ${roleName} n’a encore aucun droit d’écriture sur ${WEB_BUCKET} : il n’y a rien à borner.`,
			'Donnez d’abord au rôle le droit qui lui manque, puis vérifiez à nouveau.',
		)
	}
	return passed(`Le rôle ${roleName} publie, et ${EXCESSES.length} gestes de trop lui ont été refusés.`)
}
