import type { Service } from '../../service.ts'
import { addPermission, removePermission } from './permissions.ts'
import {
	createQueue,
	deleteQueue,
	getQueueAttributes,
	getQueueUrl,
	listDeadLetterSourceQueues,
	listQueues,
	listQueueTags,
	purgeQueue,
	setQueueAttributes,
	tagQueue,
	untagQueue,
} from './queues.ts'
import {
	changeMessageVisibility,
	changeMessageVisibilityBatch,
	deleteMessage,
	deleteMessageBatch,
	receiveMessage,
} from './receive-message.ts'
import { sendMessage, sendMessageBatch } from './send-message.ts'

/** Amazon Simple Queue Service: standard and FIFO queues on virtual time. */
export const sqs: Service = {
	name: 'sqs',
	operations: {
		AddPermission: addPermission,
		ChangeMessageVisibility: changeMessageVisibility,
		ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
		CreateQueue: createQueue,
		DeleteMessage: deleteMessage,
		DeleteMessageBatch: deleteMessageBatch,
		DeleteQueue: deleteQueue,
		GetQueueAttributes: getQueueAttributes,
		GetQueueUrl: getQueueUrl,
		ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
		ListQueueTags: listQueueTags,
		ListQueues: listQueues,
		PurgeQueue: purgeQueue,
		ReceiveMessage: receiveMessage,
		RemovePermission: removePermission,
		SendMessage: sendMessage,
		SendMessageBatch: sendMessageBatch,
		SetQueueAttributes: setQueueAttributes,
		TagQueue: tagQueue,
		UntagQueue: untagQueue,
	},
}
