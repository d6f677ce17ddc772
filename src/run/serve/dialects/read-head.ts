import type { Json } from '#kernel';
import { isList, objectOf, textOf } from './json-value.ts';
import type { CallHead, JsonObject } from './port.ts';

const [maximumTags, maximumTag, maximumUser] = [64, 200, 1_000];

const tagsOf = (tags: Json | undefined): readonly string[] => {
  const names = isList(tags) ? tags.flatMap((tag) => textOf(tag) ?? []) : (textOf(tags)?.split(',') ?? []);
  return names
    .slice(0, maximumTags)
    .map((tag) => tag.trim().slice(0, maximumTag))
    .filter((tag) => tag !== '');
};

/** Reads the fields that every API has, whatever it calls them. */
export const readHead = (body: JsonObject): CallHead => {
  const metadata = objectOf(body['metadata']);
  const user = textOf(body['user']) ?? textOf(body['safety_identifier']) ?? textOf(metadata['user_id']);
  return {
    model: textOf(body['model']) ?? '',
    stream: body['stream'] === true,
    endUser: user === undefined || user === '' ? undefined : user.slice(0, maximumUser),
    tags: tagsOf(metadata['tags']),
  };
};
