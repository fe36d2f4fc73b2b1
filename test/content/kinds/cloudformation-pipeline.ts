import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { loadModel } from '#labs/aws/wire/model.ts'
import { ACCOUNT } from '../aws-account.ts'
import { isObject, type Problem } from '../problem.ts'
import { shapeProblems } from '../shape.ts'
import { intrinsicOf } from './intrinsics.ts'
import { creationProblems } from './pipeline-structure.ts'

// AWS::CodePipeline::Pipeline is the API's structure with capitals: it is created as such.

const PSEUDO: Record<string, string> = {
	'AWS::Region': 'eu-west-3',
	'AWS::AccountId': ACCOUNT,
	'AWS::Partition': 'aws',
	'AWS::StackName': 'exemple',
	'AWS::URLSuffix': 'amazonaws.com',
}
/** Properties of the resource that the API takes elsewhere. */
const ELSEWHERE = ['Tags', 'RestartExecutionOnUpdate', 'DisableInboundStageTransitions', 'ArtifactStores']

/** Creates the pipeline that a resource describes, with likely values where only the stack would know. */
export async function pipelineResourceProblems(properties: Record<string, unknown>): Promise<Array<Problem>> {
	const own = Object.entries(properties).filter(([name]) => !ELSEWHERE.includes(name))
	const pipeline = {
		name: 'exemple',
		...(toApi(Object.fromEntries(own), '') as object),
		...storesOf(properties.ArtifactStores),
	} as PipelineDeclaration
	const problems = shapeProblems(loadModel('codepipeline'), 'PipelineDeclaration', pipeline)
	return problems.length > 0 ? problems : creationProblems(pipeline)
}

function storesOf(list: unknown): { artifactStores?: PipelineDeclaration['artifactStores'] } {
	if (!Array.isArray(list)) return {}
	const entries = list.map((one: Record<string, unknown>) => [
		likelyValue(one.Region, 'Region'),
		toApi(one.ArtifactStore, ''),
	])
	return { artifactStores: Object.fromEntries(entries) }
}

function toApi(value: unknown, name: string): unknown {
	if (intrinsicOf(value)) return likelyValue(value, name)
	if (Array.isArray(value)) return value.map((item) => toApi(item, name))
	if (!isObject(value)) return value
	if (name === 'Configuration') return configurationOf(value)
	return Object.fromEntries(
		Object.entries(value).map(([key, child]) => [
			key.charAt(0).toLowerCase() + key.slice(1),
			toApi(child, key),
		]),
	)
}

/** CloudFormation turns every scalar of a configuration into a text, and what is not one into JSON. */
function configurationOf(configuration: Record<string, unknown>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(configuration).map(([key, value]) => {
			if (intrinsicOf(value)) return [key, likelyValue(value, key)]
			return [key, isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)]
		}),
	)
}

/** A likely value for what only the stack knows. */
function likelyValue(value: unknown, name: string): string {
	if (typeof value === 'string') return value
	const [argument] = Object.values(value as object)
	if (intrinsicOf(value) === 'Ref' && PSEUDO[argument]) return PSEUDO[argument]
	if (intrinsicOf(value) === 'Sub') {
		const text = String(Array.isArray(argument) ? argument[0] : argument)
		return text.replace(/\$\{([\w:.]+)\}/g, (_, key: string) => PSEUDO[key] ?? 'exemple')
	}
	if (/RoleArn$/.test(name)) return `arn:aws:iam::${ACCOUNT}:role/exemple`
	if (/(Arn|^Id)$/.test(name)) return `arn:aws:kms:eu-west-3:${ACCOUNT}:key/exemple`
	if (/Region$/.test(name)) return 'eu-west-3'
	return /Bucket|^Location$/.test(name) ? `exemple-${ACCOUNT}` : 'exemple'
}
