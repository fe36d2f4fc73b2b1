import type { Service } from '../../service.ts'
import { publish, publishBatch } from './publish.ts'
import {
	confirmSubscription,
	getSubscriptionAttributes,
	listSubscriptions,
	listSubscriptionsByTopic,
	setSubscriptionAttributes,
	subscribe,
	unsubscribe,
} from './subscriptions.ts'
import { addPermission, removePermission } from './topic-policy.ts'
import {
	createTopic,
	deleteTopic,
	getTopicAttributes,
	listTagsForResource,
	listTopics,
	setTopicAttributes,
	tagResource,
	untagResource,
} from './topics.ts'

/** Amazon Simple Notification Service: topics whose messages reach queues, functions and the world's mailbox. */
export const sns: Service = {
	name: 'sns',
	operations: {
		AddPermission: addPermission,
		ConfirmSubscription: confirmSubscription,
		CreateTopic: createTopic,
		DeleteTopic: deleteTopic,
		GetSubscriptionAttributes: getSubscriptionAttributes,
		GetTopicAttributes: getTopicAttributes,
		ListSubscriptions: listSubscriptions,
		ListSubscriptionsByTopic: listSubscriptionsByTopic,
		ListTagsForResource: listTagsForResource,
		ListTopics: listTopics,
		Publish: publish,
		PublishBatch: publishBatch,
		RemovePermission: removePermission,
		SetSubscriptionAttributes: setSubscriptionAttributes,
		SetTopicAttributes: setTopicAttributes,
		Subscribe: subscribe,
		TagResource: tagResource,
		Unsubscribe: unsubscribe,
		UntagResource: untagResource,
	},
}
