// Protocol version 3, from commit 5b376363db95bc01f25cf216e2959a6279ad688c of 2026-11-28.
// Frozen: never edited; made by tests/released/freeze.ts.
import * as v from "valibot";
import { Dexie } from "dexie";
// \0rolldown/runtime.js
var __defProp = Object.defineProperty;
var __esmMin = (fn, res, err) => () => {
	if (err) throw err[0];
	try {
		return fn && (res = fn(fn = 0)), res;
	} catch (e) {
		throw err = [e], e;
	}
};
var __exportAll = (all, no_symbols) => {
	let target = {};
	for (var name in all) __defProp(target, name, {
		get: all[name],
		enumerable: true
	});
	if (!no_symbols) __defProp(target, Symbol.toStringTag, { value: "Module" });
	return target;
};
// domain/protocol/version.ts
/**
* The wire's version. A test hashes the message schemas: when they move, bump this and add a line.
* 1: events pushed in batches with a verdict each; subjects and reference data pulled by one cursor; photos by hash.
* 2: an event may be mended by the office, and says so; admins read, mend and replay what was not taken; a restored
*    server is offered its own receipts.
* 3: a device is told at its enrolment what was lost with the one before it; a pull says how much is unsent.
*/
var PROTOCOL_VERSION = 3;
/** Every answer of ours carries it; a captive portal's 200 does not. */
var MARKER = "grid-patrol";
/** Every sync request names its sender; the server compares it with the session. */
var PERSON_HEADER = "x-grid-person";
var DEVICE_HEADER = "x-grid-device";
// domain/catalogue/hazard-kinds.ts
/** What the hazard catalogue says of a kind. Limits run from dispatch; "day" is a working day. */
var severities = [
	"major",
	"general",
	"minor"
];
var hazardKindSchema = v.object({
	code: v.pipe(v.string(), v.regex(/^[A-Z]{2}\d{2}$/)),
	family: v.picklist([
		"ebike",
		"gas",
		"waste",
		"other"
	]),
	zh: v.string(),
	en: v.string(),
	/** A label short enough for a button. */
	short: v.object({
		zh: v.string(),
		en: v.string()
	}),
	severity: v.picklist(severities),
	limit: v.object({
		amount: v.number(),
		unit: v.picklist([
			"urgentHours",
			"workingHours",
			"workingDays"
		])
	})
});
// domain/base/geometry.ts
var polygonSchema = v.array(v.array(v.tuple([v.number(), v.number()])));
/**
* Where a report was made. `ageMillis` is how old the fix was when the report was saved; `pin` means a person
* moved it by hand. Positions are WGS-84 always; map datums are a matter of display.
*/
var positionSchema = v.object({
	lat: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
	lon: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
	accuracyMetres: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
	ageMillis: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
	source: v.picklist([
		"device",
		"photo",
		"pin"
	])
});
var ringHolds = (ring, { lat, lon }) => {
	let inside = false;
	for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
		const [xi, yi] = ring[i];
		const [xj, yj] = ring[j];
		if (yi > lat !== yj > lat && lon < (xj - xi) * (lat - yi) / (yj - yi) + xi) inside = !inside;
	}
	return inside;
};
/** Even-odd rule; a hole is outside. */
var polygonHolds = (polygon, point) => {
	const [outer, ...holes] = polygon;
	return outer !== void 0 && ringHolds(outer, point) && !holes.some((hole) => ringHolds(hole, point));
};
var gridCodeSchema = v.pipe(v.string(), v.regex(/^\d{15}$/));
var gridSchema = v.object({
	code: gridCodeSchema,
	name: v.object({
		zh: v.string(),
		en: v.string()
	}),
	polygon: polygonSchema
});
/** The grid that holds the point, or null outside all of them. */
var gridAt = (grids, point) => grids.find((grid) => polygonHolds(grid.polygon, point)) ?? null;
// domain/case/events.ts
var MAX_TEXT = 2e3;
var line = v.pipe(v.string(), v.maxLength(120));
var text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
var neededText = v.pipe(text, v.minLength(1));
/** Where inside a place: 幢 building, 单元 unit, 层 floor, and a free spot ("shed 3, left row"). */
var spotSchema = v.object({
	placeId: v.nullable(v.pipe(v.string(), v.maxLength(64))),
	placeName: line,
	building: line,
	unit: line,
	floor: line,
	detail: line
});
var caseEventBodies = {
	"case.reported": v.object({
		hazard: v.pipe(v.string(), v.regex(/^[A-Z]{2}\d{2}$/)),
		severity: v.picklist(severities),
		channel: v.picklist([
			"patrol",
			"spotCheck",
			"observer",
			"resident",
			"hotline",
			"drone",
			"video",
			"import"
		]),
		grid: v.nullable(gridCodeSchema),
		spot: spotSchema,
		position: v.nullable(positionSchema),
		/** Why there is no position; null when there is one. */
		noPosition: v.nullable(v.picklist([
			"indoors",
			"denied",
			"unavailable"
		])),
		description: text,
		/** 当场整改: put right on the spot, shown by an after photo. */
		handled: v.boolean()
	}),
	"case.noted": v.object({ text: neededText }),
	"case.photoAdded": v.object({ text }),
	"case.filed": v.object({ text }),
	"case.dismissed": v.object({ text: neededText })
};
// domain/base/result.ts
var ok = (value) => ({
	ok: true,
	value
});
var err = (error) => ({
	ok: false,
	error
});
// domain/base/text.ts
/**
* Text that cannot be stored or hashed alike everywhere: U+0000 (PostgreSQL refuses it) and lone surrogates
* (they have no UTF-8 form). Refused at parsing on both sides.
*/
var forbidden = /\0|\p{Surrogate}/u;
var isStorableText = (text) => !forbidden.test(text);
/**
* True when every string in a parsed JSON value, keys included, is storable. Walks without recursion: text of the
* largest event nests deeper than a stack reaches.
*/
var holdsOnlyStorableText = (value) => {
	const open = [value];
	while (open.length > 0) {
		const next = open.pop();
		if (typeof next === "string") {
			if (!isStorableText(next)) return false;
		} else if (typeof next === "object" && next !== null) for (const [key, item] of Object.entries(next)) open.push(key, item);
	}
	return true;
};
/** What a person typed, fit to be stored: forbidden characters dropped, ends trimmed. */
var cleanText = (text) => text.replace(/\0|\p{Surrogate}/gu, "").trim();
// domain/base/units.ts
var sha256Pattern = /^[0-9a-f]{64}$/;
var uuidSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));
/** People and devices: whatever the identity provider hands out, within reason. */
var actorIdSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
// domain/ledger/photo-manifest.ts
var sha256Schema$1 = v.pipe(v.string(), v.regex(sha256Pattern));
var whole = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/**
* One photo named by an event: what the bytes hash to, so that the signature over the event covers the picture
* too. `taken` is what the camera wrote, unverified; `position` only what was plausible.
*/
var manifestPhotoSchema = v.object({
	sha256: sha256Schema$1,
	bytes: v.pipe(whole, v.maxValue(20971520)),
	width: whole,
	height: whole,
	thumbnail: v.object({
		sha256: sha256Schema$1,
		bytes: v.pipe(whole, v.maxValue(15360))
	}),
	role: v.picklist(["scene", "after"]),
	source: v.picklist(["camera", "file"]),
	takenAt: v.nullable(v.pipe(v.string(), v.maxLength(40))),
	position: v.nullable(positionSchema)
});
var photoManifestSchema = v.pipe(v.array(manifestPhotoSchema), v.maxLength(20));
/** What an event is about. Ledger, push, pull and rebase know subjects only; each kind brings its own fold. */
var subjectRefSchema = v.object({
	kind: v.picklist([
		"case",
		"inspection",
		"patrol",
		"order"
	]),
	id: uuidSchema
});
/** Longest accepted event text; twenty photos and a full description need about a quarter of it. */
var MAX_EVENT_BYTES = 65536;
var millisSchema = v.pipe(v.number(), v.integer(), v.minValue(-0xe35fa931a0000), v.maxValue(0xe35fa931a0000));
/** The text it stands for, which stays as it was, and the admin and device whose signature this one carries. */
var mendedSchema = v.object({
	origin: uuidSchema,
	hash: v.pipe(v.string(), v.regex(sha256Pattern)),
	by: actorIdSchema,
	device: actorIdSchema
});
var envelopeSchema = v.object({
	v: v.literal(1),
	id: uuidSchema,
	type: v.pipe(v.string(), v.maxLength(64)),
	subject: subjectRefSchema,
	author: actorIdSchema,
	device: actorIdSchema,
	at: millisSchema,
	clockOffset: v.nullable(millisSchema),
	replaces: v.optional(uuidSchema),
	mended: v.optional(mendedSchema),
	photos: photoManifestSchema
});
/** Every event body by its type. A kind of subject joins the house by adding its bodies here. */
var bodies = { ...caseEventBodies };
/** The text as signed and the ECDSA P-256 signature over its UTF-8 bytes (IEEE P1363, base64url). */
var signedEventSchema = v.object({
	text: v.pipe(v.string(), v.maxLength(MAX_EVENT_BYTES)),
	signature: v.pipe(v.string(), v.maxLength(128))
});
var isEventType = (type) => Object.hasOwn(bodies, type);
/** Reads an event's text. Errors: unreadableEvent, forbiddenText, unknownType. */
var parseEvent = (text) => {
	let json;
	try {
		json = JSON.parse(text);
	} catch {
		return err("unreadableEvent");
	}
	if (!holdsOnlyStorableText(json)) return err("forbiddenText");
	const envelope = v.safeParse(envelopeSchema, json);
	if (!envelope.success) return err("unreadableEvent");
	const { type } = envelope.output;
	if (!isEventType(type) || !type.startsWith(`${envelope.output.subject.kind}.`)) return err("unknownType");
	const body = v.safeParse(bodies[type], json.body);
	if (!body.success) return err("unreadableEvent");
	return ok({
		...envelope.output,
		type,
		body: body.output
	});
};
// domain/protocol/answer.ts
/** The head of every JSON answer. `serverTime` lets a device learn how wrong its clock is. */
var answerHead = {
	marker: v.literal(MARKER),
	serverTime: v.number()
};
/** Is it ours at all, whatever else it says? */
var headSchema = v.object(answerHead);
/** Any refusal outside a verdict: a transport failure to the client, never a judgement of an event. */
var refusalSchema = v.object({
	...answerHead,
	error: v.string(),
	message: v.string()
});
/** Reads a JSON answer against its schema; anything else, a portal's page included, is `malformed`. */
var parseAnswer = (schema, text) => {
	try {
		const parsed = v.safeParse(schema, JSON.parse(text));
		return parsed.success ? ok(parsed.output) : err("malformed");
	} catch {
		return err("malformed");
	}
};
/**
* What the server answered for these bytes before it was restored from a backup. When it knows its own signature again,
* the first `receivedAt` stays valid.
*/
var eventReceiptSchema = v.object({
	receivedAt: v.pipe(v.number(), v.integer()),
	signature: v.pipe(v.string(), v.maxLength(128))
});
var offeredEventSchema = v.object({
	...signedEventSchema.entries,
	receipt: v.optional(eventReceiptSchema)
});
var pushRequestSchema = v.object({
	protocol: v.number(),
	/** How many events the device still holds unsent, this batch included: the last the server knows if it is lost. */
	unsent: v.pipe(v.number(), v.integer(), v.minValue(0)),
	events: v.pipe(v.array(offeredEventSchema), v.maxLength(100))
});
/**
* One for each event, in the order sent. The same id and bytes get the stored verdict for ever, `duplicate` then
* says so. `retry` means the server could not decide now and stored nothing. `seq` is the subject's place in the
* region's ledger; null when the event is not part of a subject. `receipt` is signed by the server over event hash
* and received-at.
*/
var verdictSchema = v.object({
	hash: v.pipe(v.string(), v.regex(sha256Pattern)),
	verdict: v.picklist([
		"applied",
		"contested",
		"rejected",
		"held",
		"retry"
	]),
	duplicate: v.boolean(),
	reason: v.nullable(v.string()),
	seq: v.nullable(v.number()),
	receivedAt: v.nullable(v.number()),
	receipt: v.nullable(v.string())
});
var pushAnswerSchema = v.object({
	...answerHead,
	verdicts: v.array(verdictSchema)
});
// domain/protocol/pull.ts
/** How much of a photo the server holds durably. Absent means nothing yet. */
var storedSchema = v.picklist(["thumbnail", "complete"]);
/** A subject as the server folded it, its place in the ledger, and which of its photos have arrived. */
var subjectRowSchema = v.object({
	seq: v.number(),
	subject: v.custom((value) => v.is(subjectRefSchema, value) && Array.isArray(value.timeline)),
	stored: v.record(v.string(), storedSchema)
});
/** One versioned row of what the office edits. A null value means it was taken away. */
var referenceRowSchema = v.object({
	seq: v.number(),
	kind: v.picklist([
		"hazardKind",
		"grid",
		"place",
		"person"
	]),
	id: v.string(),
	value: v.unknown()
});
/**
* `reset` opens a snapshot: pages from the beginning follow, and when `more` turns false the client sweeps the rows
* no page confirmed, never the outbox. The cursor is opaque to the client.
*/
var pullAnswerSchema = v.object({
	...answerHead,
	reset: v.boolean(),
	more: v.boolean(),
	cursor: v.string(),
	subjects: v.array(subjectRowSchema),
	reference: v.array(referenceRowSchema),
	gone: v.array(subjectRefSchema)
});
/** Something checked again and again (DOMAIN, Places and grids). */
var placeSchema = v.object({
	id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
	kind: v.picklist([
		"compound",
		"ebikePoint",
		"restaurant",
		"dormitory",
		"shed",
		"weldingMachine",
		"wastePoint",
		"workshop",
		"checkpoint"
	]),
	name: v.object({
		zh: v.string(),
		en: v.string()
	}),
	grid: gridCodeSchema,
	position: v.object({
		lat: v.number(),
		lon: v.number()
	})
});
var roleSchema = v.picklist([
	"patroller",
	"inspector",
	"reviewer",
	"handler",
	"observer",
	"admin"
]);
// domain/protocol/session.ts
/** A person as colleagues and the phone know them: reference data and the answer to "who am I". */
var personSchema = v.object({
	id: actorIdSchema,
	name: v.string(),
	role: roleSchema,
	region: v.pipe(v.string(), v.regex(/^\d{6}$/)),
	scope: v.array(v.pipe(v.string(), v.regex(/^\d{6,15}$/)))
});
var sessionAnswerSchema = v.object({
	...answerHead,
	person: personSchema
});
v.object({
	...answerHead,
	needsAdmin: v.boolean()
});
/** The device's public half, as a JWK; the private half never leaves the device. */
var deviceRequestSchema = v.object({
	id: actorIdSchema,
	label: v.pipe(v.string(), v.maxLength(120)),
	publicKey: v.object({
		kty: v.literal("EC"),
		crv: v.literal("P-256"),
		x: v.string(),
		y: v.string()
	})
});
/**
* What was on a phone whose storage the system cleared, as far as the server ever heard of it: events never sent, and
* photos of reports that arrived. `seenAt` is when it last said how much it held.
*/
var lossSchema = v.object({
	events: v.number(),
	photos: v.number(),
	seenAt: v.number()
});
/** `lost` is for a device that takes the place of one that is gone: the session that enrolled both is the same. */
var deviceAnswerSchema = v.object({
	...answerHead,
	device: actorIdSchema,
	lost: v.optional(v.nullable(lossSchema), null)
});
v.object({
	/** The one-time code the server printed when it started empty. */
	code: v.string(),
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
	username: v.pipe(v.string(), v.regex(/^[a-z0-9_.-]{3,30}$/)),
	password: v.pipe(v.string(), v.minLength(8), v.maxLength(128)),
	region: v.pipe(v.string(), v.regex(/^\d{6}$/))
});
// domain/protocol/reference.ts
/** What a row of reference data holds, by its kind. */
var referenceSchemas = {
	hazardKind: hazardKindSchema,
	grid: gridSchema,
	place: placeSchema,
	person: personSchema
};
/** Null for a row in a form this version does not read. */
var parseReference = (kind, value) => {
	const parsed = v.safeParse(referenceSchemas[kind], value);
	return parsed.success ? parsed.output : null;
};
// domain/protocol/photos.ts
/**
* Photos on the wire. A photo and a thumbnail are each named by the SHA-256 of their bytes. A hash is no key: the
* server answers only for hashes named by the caller's own events, and each device sends its bytes once.
*/
var OFFSET_HEADER = "upload-offset";
var LENGTH_HEADER = "upload-length";
var sha256Schema = v.pipe(v.string(), v.regex(sha256Pattern));
var haveRequestSchema = v.object({
	hashes: v.pipe(v.array(sha256Schema), v.maxLength(200)),
	/** The server's own word, by hash, for photos it was sent before it was restored from a backup. */
	receipts: v.optional(v.record(sha256Schema, v.pipe(v.string(), v.maxLength(128))))
});
/** `receipt` is signed by the server once the bytes are durable; a phone lets go of a photo only with one. */
var haveAnswerSchema = v.object({
	...answerHead,
	photos: v.array(v.object({
		sha256: sha256Schema,
		state: v.picklist([
			"unknown",
			"partial",
			"complete"
		]),
		offset: v.number(),
		receipt: v.nullable(v.string())
	}))
});
var thumbnailsAnswerSchema = v.object({
	...answerHead,
	thumbnails: v.array(v.object({
		sha256: sha256Schema,
		stored: v.boolean(),
		reason: v.nullable(v.string())
	}))
});
var photoAnswerSchema = v.object({
	...answerHead,
	sha256: sha256Schema
});
/** Frames of 4 bytes big-endian length and that many bytes; the receiver hashes them, so no name travels. */
var packThumbnails = (items) => {
	const packed = new Uint8Array(items.reduce((sum, item) => sum + 4 + item.length, 0));
	const view = new DataView(packed.buffer);
	let at = 0;
	for (const item of items) {
		view.setUint32(at, item.length);
		packed.set(item, at + 4);
		at += 4 + item.length;
	}
	return packed;
};
// src/storage/main-db.ts
/**
* One person's own database on this phone.
*
* Promises: what a transaction here acknowledged survives a crash of page, browser and phone (`strict`: Chromium
* flushes before `complete`). One save is one transaction. Schema changes are additive and never touch the outbox.
* Assumes: callers compress, hash and sign before they open a transaction, since awaiting anything but the
* database inside one would commit it early; and they await the transaction, not single operations, since on a full
* disk some of those never settle.
*/
var MainDb = class extends Dexie {
	person;
	constructor(person) {
		super(`grid-patrol-main-${person}`, { chromeTransactionDurability: "strict" });
		this.person = person;
		this.version(1).stores({
			outbox: "eventId, order, unsent, subjectKey",
			photos: "sha256, state, thumbnailState, order, *events",
			photoBytes: "sha256",
			drafts: "id, updatedAt",
			subjects: "key, seq",
			reference: "[kind+id]",
			meta: "key"
		});
		this.version(2).stores({ subjects: "key, seq, [snapshot+seq], subject.reporter" });
	}
};
// src/storage/shared-db.ts
/** The small database everyone on this phone shares: who is signed in, and how the app looks. */
var SharedDb = class extends Dexie {
	constructor(name = "grid-patrol") {
		super(name, { chromeTransactionDurability: "strict" });
		this.version(1).stores({
			signedIn: "id",
			settings: "key"
		});
	}
};
var writeSetting = async (db, key, value) => {
	await db.settings.put({
		key,
		value
	});
};
// src/storage/authority.ts
var authorityOf = ({ person }) => ({
	person: person.id,
	role: person.role,
	region: person.region,
	scope: person.scope
});
// src/storage/device-key.ts
var algorithm = {
	name: "ECDSA",
	namedCurve: "P-256"
};
var toBase64Url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
/** Made once for each person on each device; the private half cannot be exported. */
var makeDeviceKey = async () => {
	const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
	return {
		key: pair.privateKey,
		publicKey: await crypto.subtle.exportKey("jwk", pair.publicKey)
	};
};
/** Lower-case hexadecimal SHA-256. */
var sha256Hex = async (data) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", data)), (byte) => byte.toString(16).padStart(2, "0")).join("");
/** Serialises an event once; from here on only this text is hashed, signed, stored and sent. */
var signEvent = async (event, key) => {
	const text = JSON.stringify(event);
	const bytes = new TextEncoder().encode(text);
	const [signature, hash] = await Promise.all([crypto.subtle.sign({
		name: "ECDSA",
		hash: "SHA-256"
	}, key, bytes), sha256Hex(bytes)]);
	return {
		text,
		signature: toBase64Url(new Uint8Array(signature)),
		hash
	};
};
// src/storage/sign-in.ts
/**
* This person's row with the device key: the one made at their first sign-in here, or a new one. Nothing is stored
* until the server has taken the public half (`storeSignIn`).
*/
var signedInRowFor = async (db, person, newDeviceId) => {
	const known = await db.signedIn.get(person.id);
	if (known) return {
		...known,
		person
	};
	const { key, publicKey } = await makeDeviceKey();
	return {
		id: person.id,
		person,
		device: newDeviceId(),
		key,
		publicKey,
		clockOffset: null
	};
};
/** Gives the row as it is kept: the device and key of a person who came in meanwhile by another way stay. */
var storeSignIn = (db, row) => db.transaction("rw", db.signedIn, db.settings, async () => {
	const known = await db.signedIn.get(row.id);
	const kept = known ? {
		...known,
		person: row.person
	} : row;
	await db.signedIn.put(kept);
	await writeSetting(db, "current", row.id);
	return kept;
});
var storeClockOffset = async (db, person, offset) => {
	await db.signedIn.update(person, { clockOffset: offset });
};
// domain/ledger/subject-key.ts
var subjectKey = ({ kind, id }) => `${kind}:${id}`;
// src/storage/quota.ts
/**
* Was there no room? Dexie wraps the browser's QuotaExceededError: in the AbortError of the transaction where the
* browser notices at the end, in a BulkError where the write itself fails.
*/
var isQuotaError = (error) => {
	if (typeof error !== "object" || error === null) return false;
	const { name, inner, failures } = error;
	if (name === "QuotaExceededError" || isQuotaError(inner)) return true;
	return Array.isArray(failures) && failures.some(isQuotaError);
};
// src/storage/cache-db.ts
var CacheDb = class extends Dexie {
	constructor(person) {
		super(`grid-patrol-cache-${person}`, { chromeTransactionDurability: "relaxed" });
		this.version(1).stores({ pictures: "key, usedAt" });
	}
};
// src/storage/change-rows.ts
/**
* Changes the rows of these keys, read at once and written at once: a cursor over them would wait for the database at
* each. One for which `change` gives null, or that is not there, stays as it is. Gives those that were written.
*/
var changeRows = (table, keys, change) => table.db.transaction("rw", table.name, async () => {
	const changed = (await table.bulkGet([...keys])).flatMap((row) => {
		const changes = row === void 0 ? null : change(row);
		return changes === null ? [] : {
			...row,
			...changes
		};
	});
	await table.bulkPut(changed);
	return changed;
});
// src/storage/waiting-photos.ts
/** Its bytes are no longer whole on this phone: it cannot be sent, and the person is told. */
var isLost = (photo) => photo.state === "waiting" && photo.lastError === "photoMissing";
var readBytes = async (db, sha256) => (await db.photoBytes.get(sha256))?.data ?? null;
/** Pictures by their hashes, in this order. */
var readPictures = async (db, hashes) => (await db.photoBytes.bulkGet([...hashes])).map((row) => row?.data ?? null);
var step = async (db, sha256, from, change) => {
	await changeRows(db.photos, [sha256], (photo) => photo.state === from ? change(photo) : null);
};
var markThumbnails = async (db, photos, thumbnailState) => {
	await changeRows(db.photos, photos, () => ({ thumbnailState }));
};
/**
* A try begins, before the first byte leaves: after a kill the next run asks where to go on. Gives the photo as it was
* before and its bytes, or null where nothing of it can be sent now.
*/
var takePhoto = (db, sha256) => db.transaction("rw", db.photos, db.photoBytes, async () => {
	const [photo, data] = await Promise.all([db.photos.get(sha256), readBytes(db, sha256)]);
	if (photo?.state !== "waiting" || isLost(photo)) return null;
	await db.photos.put(data ? {
		...photo,
		tries: photo.tries + 1
	} : {
		...photo,
		lastError: "photoMissing"
	});
	return data && {
		photo,
		data
	};
});
/** The server said how much of it it holds. */
var markPhotoSent = (db, sha256, sent) => step(db, sha256, "waiting", () => ({ sent }));
var markPhotoStored = (db, sha256) => step(db, sha256, "waiting", ({ bytes }) => ({
	state: "stored",
	sent: bytes,
	lastError: null
}));
var markPhotoFailed = (db, sha256, lastError) => step(db, sha256, "waiting", () => ({ lastError }));
/** The server does not hold it after all: it is sent again, and its thumbnail with it. */
var unsent = {
	state: "waiting",
	thumbnailState: "waiting",
	sent: 0,
	receipt: null,
	confirmedAt: null
};
/**
* What the later, separate request said, by hash. With a receipt it is durable, and from now on this phone may let go
* of the bytes; null is what the server does not hold, whatever it once said (a restored backup).
*/
var settlePhotos = async (db, receipts, now) => {
	await changeRows(db.photos, [...receipts.keys()], (photo) => {
		if (photo.state !== "stored") return null;
		const receipt = receipts.get(photo.sha256);
		return receipt ? {
			state: "confirmed",
			receipt,
			confirmedAt: now,
			lastError: null
		} : unsent;
	});
};
var isWithin = (at, { from, to }) => at !== null && at >= from && at <= to;
/**
* Asks the server once more about these photos, or all, with the receipts it gave: it was restored, or says itself that
* they are not whole. Until it has answered none of them is shown as complete. Those confirmed in the span are left.
*/
var confirmPhotosAgain = async (db, hashes, except = {
	from: 0,
	to: 0
}) => {
	const those = hashes === "all" ? await db.photos.toCollection().primaryKeys() : hashes;
	await changeRows(db.photos, those, (photo) => {
		return (photo.state === "confirmed" || photo.state === "freed") && !isWithin(photo.confirmedAt, except) ? { state: "stored" } : null;
	});
};
/** The server has lost a photo's thumbnail and not the photo. */
var sendThumbnailAgain = async (db, sha256) => {
	await db.photos.update(sha256, { thumbnailState: "waiting" });
};
/**
* Frees the bytes of confirmed photos, oldest first; thumbnails stay. Under pressure the seven days do not count.
* Returns how many bytes were freed. They go in a transaction that only deletes: a full disk lets no other end. One that
* lets nothing be written even then has the photos marked at the next tidying.
*/
var freeConfirmed = async (db, now, pressure) => {
	const free = await db.transaction("rw", db.photos, db.photoBytes, db.drafts, async () => {
		const confirmed = await db.photos.where("state").equals("confirmed").sortBy("order");
		const drafted = new Set((await db.drafts.toArray()).flatMap((it) => it.photos.map((p) => p.sha256)));
		const found = confirmed.filter(({ sha256, confirmedAt }) => !drafted.has(sha256) && (pressure || (confirmedAt ?? now) + 6048e5 <= now));
		await db.photoBytes.bulkDelete(found.map((photo) => photo.sha256));
		return found;
	});
	await db.photos.where("sha256").anyOf(free.map((photo) => photo.sha256)).and((photo) => photo.state === "confirmed").modify({ state: "freed" }).catch((error) => {
		if (!isQuotaError(error)) throw error;
	});
	return free.reduce((sum, photo) => sum + photo.bytes, 0);
};
// src/storage/room.ts
/** Lets go of what nobody would lose: photos the server has confirmed, and pictures that can be fetched again. */
var makeRoom = async (db, now) => {
	await freeConfirmed(db, now, true);
	const cache = new CacheDb(db.person);
	await cache.pictures.clear().catch((error) => {
		if (!isQuotaError(error)) throw error;
	}).finally(() => cache.close());
};
/** Writes, on a full disk once more after making room. Throws the quota error when there is none even so. */
var withRoom = async (db, now, write) => {
	try {
		return await write();
	} catch (error) {
		if (!isQuotaError(error)) throw error;
	}
	await makeRoom(db, now);
	return write();
};
/** For words: like `withRoom`, and then the space kept back for them is given up. */
var withRoomForWords = async (db, now, write) => {
	try {
		return await withRoom(db, now, write);
	} catch (error) {
		if (!isQuotaError(error)) throw error;
	}
	await db.meta.delete("reserve");
	return write();
};
// src/storage/drafts.ts
var emptyForm = {
	family: null,
	hazard: null,
	severity: null,
	spot: {
		placeId: null,
		placeName: "",
		building: "",
		unit: "",
		floor: "",
		detail: ""
	},
	chosenPosition: null,
	fix: null,
	noPosition: null,
	description: "",
	handled: false
};
/**
* Called at every change; text is never refused for lack of space, which is kept back for it. Its photos are those
* already stored: only `addDraftPhoto` and `removeDraftPhoto` change them, so that words written late cannot drop a
* photo taken meanwhile. A draft that has become a report is not brought back.
*/
var writeDraft = async (db, draft) => {
	const write = () => db.transaction("rw", db.drafts, db.outbox, async () => {
		const stored = await db.drafts.get(draft.id);
		if (!stored && await isReported(db, draft)) return;
		await db.drafts.put({
			...draft,
			photos: stored?.photos ?? draft.photos
		});
	});
	await withRoomForWords(db, draft.updatedAt, write);
};
var isReported = async (db, { caseId, replaces }) => {
	return await db.outbox.where("subjectKey").equals(subjectKey({
		kind: "case",
		id: caseId
	})).filter(({ event }) => event.type === "case.reported" && (event.replaces ?? null) === replaces).count() > 0;
};
/**
* A photo joins its draft: bytes, thumbnail and the draft's list in one transaction, so that after a kill either
* both are there or neither. Reads the draft inside, so that it never overwrites words typed meanwhile.
* Error: `storageFull`; the draft is untouched then.
*/
var addDraftPhoto = async (db, draftId, photo, pictures, now) => {
	const add = () => db.transaction("rw", db.drafts, db.photoBytes, async () => {
		const draft = await db.drafts.get(draftId);
		if (!draft) return err("notFound");
		if (draft.photos.some((it) => it.sha256 === photo.sha256)) return ok(draft);
		const next = {
			...draft,
			updatedAt: now,
			photos: [...draft.photos, photo]
		};
		await db.photoBytes.bulkPut([...pictures]);
		await db.drafts.put(next);
		return ok(next);
	});
	try {
		return await withRoom(db, now, add);
	} catch (error) {
		if (isQuotaError(error)) return err("storageFull");
		throw error;
	}
};
// domain/ledger/uuid-v7.ts
/** RFC 9562 5.7: 48 bits of time, then version, variant and 74 random bits. `random` holds at least 10 bytes. */
var uuidV7 = (atMillis, random) => {
	const bytes = /* @__PURE__ */ new Uint8Array(16);
	let time = Math.max(0, Math.floor(atMillis));
	for (let i = 5; i >= 0; i--) {
		bytes[i] = time % 256;
		time = Math.floor(time / 256);
	}
	bytes.set(random.subarray(0, 10), 6);
	bytes[6] = bytes[6] & 15 | 112;
	bytes[8] = bytes[8] & 63 | 128;
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20)
	].join("-");
};
// domain/base/errors.ts
/**
* The catalogue of everything that can go wrong in words the product owns: a code travels, the interface
* translates it (`ui/words`), and `retry` says whether sending the same bytes again can ever help.
*/
var errors = {
	malformed: {
		retry: false,
		message: "The request is not in the form the protocol describes."
	},
	tooLarge: {
		retry: false,
		message: "The request is larger than this server accepts."
	},
	notSignedIn: {
		retry: true,
		message: "Sign in to continue. Nothing unsent is lost."
	},
	otherPerson: {
		retry: true,
		message: "The session belongs to another person. Nothing was stored."
	},
	unknownDevice: {
		retry: true,
		message: "This device is not enrolled for this person."
	},
	upgradeNeeded: {
		retry: false,
		message: "This version of the app is too old for the server."
	},
	notFound: {
		retry: false,
		message: "There is nothing here, or it is not for you to see."
	},
	busy: {
		retry: true,
		message: "The server cannot take this now; try again soon."
	},
	storageFull: {
		retry: true,
		message: "The server has no space left."
	},
	internal: {
		retry: true,
		message: "The server failed; the fault is logged."
	},
	unreadableEvent: {
		retry: false,
		message: "The event is not readable JSON of the envelope form."
	},
	forbiddenText: {
		retry: false,
		message: "The text holds a character that cannot be stored."
	},
	unknownType: {
		retry: false,
		message: "This server does not know this type of event."
	},
	badSignature: {
		retry: false,
		message: "The signature does not fit the bytes and the device."
	},
	idReused: {
		retry: false,
		message: "Another event with this id but other content exists; both are kept."
	},
	notAuthor: {
		retry: false,
		message: "The event names another person or device than the one sending it."
	},
	notPermitted: {
		retry: false,
		message: "This role may not do this."
	},
	outOfScope: {
		retry: false,
		message: "The subject lies outside this person’s grids."
	},
	subjectExists: {
		retry: false,
		message: "A case with this id has been reported already."
	},
	wrongState: {
		retry: false,
		message: "The case was already in a state that does not allow this."
	},
	unknownHazard: {
		retry: false,
		message: "The catalogue does not hold this hazard kind."
	},
	afterPhotoMissing: {
		retry: false,
		message: "Handled on the spot needs a photo taken afterwards."
	},
	photoMissing: {
		retry: false,
		message: "This event needs at least one photo."
	},
	hashMismatch: {
		retry: true,
		message: "The bytes do not have the hash that names them."
	},
	wrongOffset: {
		retry: true,
		message: "The upload continues at another offset."
	},
	notClaimed: {
		retry: true,
		message: "No event of this person names this photo."
	}
};
var isErrorCode = (value) => typeof value === "string" && Object.hasOwn(errors, value);
// src/storage/outbox.ts
/** A photo joined or left the draft after the event was made of it. Nothing was saved. */
var DraftMoved = class extends Error {};
var photosIn = (photos) => photos.map(({ sha256, role }) => `${sha256} ${role}`).join();
/** The report a first tap has saved already: the second tap made another event of the same draft. */
var sameReport = async (db, event) => event.type === "case.reported" ? await db.outbox.where("subjectKey").equals(subjectKey(event.subject)).filter((row) => row.event.type === "case.reported" && row.event.replaces === event.replaces).first() : void 0;
/**
* Saves an event with its photos: one strict transaction, then it is safe on this phone.
* The bytes of its photos are in `photoBytes` since the draft took them, or on the server with a receipt; a save
* whose bytes are missing is refused whole rather than acknowledged half. Saving the same event, or the same draft,
* twice changes nothing. Gives the id of the event that is saved. Throws DraftMoved when the draft holds other photos.
*/
var saveEvent = async (db, { event, signed, draftId, pictures = [], now }) => db.transaction("rw", [
	db.outbox,
	db.photos,
	db.photoBytes,
	db.drafts
], async () => {
	const hashes = event.photos.map((photo) => photo.sha256);
	if (pictures.length > 0) await db.photoBytes.bulkPut([...pictures]);
	const [draft, byId, byDraft, last, held, known] = await Promise.all([
		draftId === null ? void 0 : db.drafts.get(draftId),
		db.outbox.get(event.id),
		sameReport(db, event),
		db.outbox.orderBy("order").last(),
		heldBytes(db, event.photos),
		db.photos.bulkGet(hashes)
	]);
	const saved = byId ?? byDraft;
	if (saved) {
		if (draftId) await db.drafts.delete(draftId);
		return saved.eventId;
	}
	if (draft && photosIn(draft.photos) !== photosIn(event.photos)) throw new DraftMoved();
	const isSafe = ({ sha256, thumbnail }, i) => held.has(thumbnail.sha256) && (held.has(sha256) || (known[i]?.receipt ?? null) !== null);
	if (!event.photos.every(isSafe)) throw new Error("A photo of this report is missing on this phone");
	const order = (last?.order ?? 0) + 1;
	const row = {
		eventId: event.id,
		order,
		subjectKey: subjectKey(event.subject),
		text: signed.text,
		signature: signed.signature,
		hash: signed.hash,
		event,
		savedAt: now,
		unsent: 1,
		verdict: null,
		reason: null,
		seq: null,
		receivedAt: null,
		receipt: null,
		tries: 0,
		lastError: null,
		replacedBy: null
	};
	const claimed = event.photos.map((photo, i) => claimedPhoto(photo, known[i], {
		eventId: event.id,
		order,
		isHere: held.has(photo.sha256)
	}));
	await Promise.all([
		db.outbox.add(row),
		db.photos.bulkPut(claimed),
		event.replaces && db.outbox.update(event.replaces, { replacedBy: event.id }),
		draftId && db.drafts.delete(draftId)
	]);
	return event.id;
});
/** Counted one by one, all at once: a cursor over them would wait for the database at each. */
var heldBytes = async (db, photos) => {
	const hashes = photos.flatMap((photo) => [photo.sha256, photo.thumbnail.sha256]);
	const counts = await Promise.all(hashes.map((hash) => db.photoBytes.where("sha256").equals(hash).count()));
	return new Set(hashes.filter((_, i) => counts[i] > 0));
};
/** A photo once given up for lost can be sent again; a freed one whose bytes came back can be freed once more. */
var claimedPhoto = (photo, known, claim) => ({
	...known ?? waitingPhoto(photo),
	...known?.state === "freed" && claim.isHere ? { state: "confirmed" } : {},
	...known?.thumbnailState === "missing" ? { thumbnailState: "waiting" } : {},
	events: [.../* @__PURE__ */ new Set([...known?.events ?? [], claim.eventId])],
	order: claim.order,
	lastError: null
});
var waitingPhoto = (photo) => ({
	sha256: photo.sha256,
	bytes: photo.bytes,
	state: "waiting",
	thumbnail: photo.thumbnail.sha256,
	thumbnailBytes: photo.thumbnail.bytes,
	thumbnailState: "waiting",
	sent: 0,
	tries: 0,
	lastError: null,
	confirmedAt: null,
	receipt: null
});
var idsOf = (rows) => rows.map((row) => row.eventId);
/** Events without a verdict, oldest first: order within a subject is order of saving. */
var unsentEvents = (db) => db.outbox.where("unsent").equals(1).sortBy("order");
/**
* Writes the verdicts of one push. A verdict is matched by the hash of the very bytes sent, so that an answer to
* anything else settles nothing. `retry` leaves the event unsent, and what another tab settled meanwhile stays.
* Gives the ids of the events that are still unsent.
*/
var settleVerdicts = async (db, sent, verdicts) => {
	const verdictsByHash = new Map(verdicts.map((verdict) => [verdict.hash, verdict]));
	return idsOf((await changeRows(db.outbox, idsOf(sent), (row) => row.unsent === 1 ? settle(row, verdictsByHash.get(row.hash)) : null)).filter((row) => row.unsent === 1));
};
var settle = ({ tries }, answer) => {
	const tried = tries + 1;
	const reason = isErrorCode(answer?.reason) ? answer.reason : null;
	if (!answer || answer.verdict === "retry") return {
		tries: tried,
		lastError: reason ?? "internal"
	};
	const { verdict, seq, receivedAt, receipt } = answer;
	return {
		unsent: 0,
		verdict,
		reason,
		seq,
		receivedAt,
		receipt,
		tries: tried,
		lastError: null
	};
};
/** The link or the server failed: the events stay as they are, the person can see how often it was tried. */
var countFailedTry = async (db, rows, lastError) => {
	await changeRows(db.outbox, idsOf(rows), (row) => row.unsent === 1 ? {
		tries: row.tries + 1,
		lastError
	} : null);
};
/**
* The server no longer knows what it once answered for: these events (or all of them) are offered again, with the
* verdict kept until a new one comes. Sending an event twice changes nothing on a server that has it. What the office
* mended is learnt anew.
*/
var offerEventsAgain = async (db, ids) => {
	const those = ids === "all" ? await db.outbox.toCollection().primaryKeys() : ids;
	await changeRows(db.outbox, those, () => ({
		unsent: 1,
		mendedAs: void 0
	}));
};
// domain/catalogue/shipped-hazard-kinds.ts
var shipped_hazard_kinds_exports = /* @__PURE__ */ __exportAll({ shippedHazardKinds: () => shippedHazardKinds });
var units, kind, shippedHazardKinds;
var init_shipped_hazard_kinds = __esmMin((() => {
	units = {
		h: "urgentHours",
		wh: "workingHours",
		d: "workingDays"
	};
	kind = (code, severity, limit, [zh, shortZh], [en, shortEn]) => {
		const family = {
			EB: "ebike",
			GC: "gas",
			WA: "waste"
		}[code.slice(0, 2)] ?? "other";
		const [, amount, unit] = /^(\d+)(\w+)$/.exec(limit);
		return {
			code,
			family,
			zh,
			en,
			short: {
				zh: shortZh,
				en: shortEn
			},
			severity,
			limit: {
				amount: Number(amount),
				unit: units[unit]
			}
		};
	};
	shippedHazardKinds = [
		kind("EB01", "major", "4h", ["楼道、室内违规充电", "楼道充电"], ["Charging in a corridor or indoors", "Corridor charging"]),
		kind("EB02", "major", "1d", ["飞线充电", "飞线充电"], ["Charging by a cable hung from a window", "Hung cable"]),
		kind("EB03", "major", "4h", ["疏散通道、楼梯间、安全出口停放", "占用通道"], ["Parked in an escape route, stairwell or exit", "Blocks exit"]),
		kind("EB04", "major", "1d", ["电池入户充电", "电池入户"], ["Battery taken home to charge", "Battery indoors"]),
		kind("EB05", "general", "30d", ["车棚无防火分隔、喷淋或报警", "车棚无消防"], ["Shed without fire separation, sprinkler or alarm", "Shed unprotected"]),
		kind("EB06", "general", "15d", ["充电设施无自动断电", "无自动断电"], ["Charger without automatic cut-off", "No cut-off"]),
		kind("GC01", "major", "4h", ["用餐区、地下室、高层建筑使用瓶装气", "禁用场所用气"], ["Bottled gas in a dining area, basement or high-rise", "Forbidden place"]),
		kind("GC02", "major", "1d", ["存瓶超 100 kg 或超 4 瓶无气瓶间", "超量存瓶"], ["Over 100 kg or 4 cylinders without a cylinder room", "Too many stored"]),
		kind("GC03", "general", "3d", ["软管超 2 m、有接口、穿墙", "软管超长"], ["Hose over 2 m, jointed or through a wall", "Hose too long"]),
		kind("GC04", "major", "3d", ["未装可燃气体报警切断装置", "无报警切断"], ["No gas alarm with shut-off", "No gas alarm"]),
		kind("GC05", "major", "1d", ["钢瓶过期、无二维码、来源不明", "问题钢瓶"], ["Cylinder expired, without code or of unknown origin", "Bad cylinder"]),
		kind("GC06", "general", "7d", ["灶具无熄火保护", "无熄火保护"], ["Stove without flame failure protection", "No flame guard"]),
		kind("GC07", "general", "7d", ["软管、减压阀超期(软管 2 年,减压阀 5 年)", "软管阀超期"], ["Hose or regulator past its term (hose 2 y, regulator 5 y)", "Hose expired"]),
		kind("WA01", "minor", "4wh", ["暴露垃圾", "暴露垃圾"], ["Exposed litter", "Litter"]),
		kind("WA02", "general", "2d", ["积存垃圾渣土", "积存渣土"], ["Piled-up rubbish or rubble", "Rubble"]),
		kind("WA03", "major", "1h", ["焚烧垃圾、树叶", "焚烧垃圾"], ["Burning waste or leaves", "Burning"]),
		kind("WA04", "minor", "4wh", ["餐厨垃圾店外堆放", "餐厨外放"], ["Kitchen waste left outside a shop", "Kitchen waste"]),
		kind("WA05", "general", "1d", ["楼道堆物", "楼道堆物"], ["Things piled up in a corridor", "Corridor clutter"]),
		kind("WA06", "minor", "4wh", ["垃圾箱满溢", "垃圾满溢"], ["Bin overflowing", "Bin full"]),
		kind("FS01", "major", "4h", ["消防通道堵塞", "堵消防通道"], ["Fire lane blocked", "Fire lane"]),
		kind("HW01", "major", "1h", ["无证或未赋码电气焊", "违规电气焊"], ["Welding without licence or machine code", "Welding"]),
		kind("HS01", "major", "7d", ["车棚违规住人", "车棚住人"], ["People living in a shed", "Shed lived in"]),
		kind("DM01", "general", "15d", ["集体宿舍电线敷设、床位、疏散器材不合要求", "宿舍隐患"], ["Dormitory wiring, beds or evacuation kit not to rule", "Dormitory"]),
		kind("PF01", "major", "4h", ["井盖缺失破损", "井盖破损"], ["Manhole cover missing or broken", "Manhole"]),
		kind("PF02", "general", "5d", ["路面破损", "路面破损"], ["Road surface broken", "Road surface"]),
		kind("OT99", "general", "5d", ["其他", "其他隐患"], ["Other", "Other hazard"])
	];
}));
// src/storage/reference.ts
var rowsOf = (db, kind) => db.reference.where("[kind+id]").between([kind, Dexie.minKey], [kind, Dexie.maxKey]);
/** A row this version of the app cannot read, or that was taken away, is left out, never a reason to fail. */
var readAll = async (db, kind) => {
	return (await rowsOf(db, kind).toArray()).flatMap(({ value, isReadable }) => isReadable ? [value] : []);
};
/** The pulled catalogue, or the one that ships until the first pull. Not for use inside a transaction. */
var hazardKinds = async (db) => {
	const pulled = await readAll(db, "hazardKind");
	if (pulled.length > 0) return pulled;
	return (await Promise.resolve().then(() => (init_shipped_hazard_kinds(), shipped_hazard_kinds_exports))).shippedHazardKinds;
};
var grids = (db) => readAll(db, "grid");
var places = (db) => readAll(db, "place");
/** Of every kind there ever was: a report is judged by that, as the server does. */
var hazardCodes = async (db) => {
	const pulled = await rowsOf(db, "hazardKind").primaryKeys();
	return pulled.length > 0 ? pulled.map(([, code]) => code) : (await hazardKinds(db)).map(({ code }) => code);
};
var readCatalogue = async (db) => {
	const codes = new Set(await hazardCodes(db));
	return { hazardExists: (code) => codes.has(code) };
};
// src/storage/save-report.ts
var channels = {
	observer: "observer",
	inspector: "spotCheck"
};
/** A pin or a photo's place first, then the device's fix, unless the person said that there is none. */
var positionOf = ({ chosenPosition, fix, noPosition }, now) => {
	if (chosenPosition) return chosenPosition;
	if (!fix || noPosition === "indoors") return null;
	const { lat, lon, accuracyMetres, at } = fix;
	return {
		lat,
		lon,
		accuracyMetres,
		ageMillis: Math.max(0, now - at),
		source: "device"
	};
};
var readArea = async (db) => {
	const [gridRows, placeRows] = await Promise.all([grids(db), places(db)]);
	return {
		grids: gridRows,
		places: placeRows
	};
};
var gridOf = ({ grids, places }, position, placeId) => {
	const found = position && gridAt(grids, position);
	if (found) return found.code;
	return places.find(({ id }) => id === placeId)?.grid ?? null;
};
var cleanSpot = (spot) => ({
	placeId: spot.placeId,
	placeName: cleanText(spot.placeName),
	building: cleanText(spot.building),
	unit: cleanText(spot.unit),
	floor: cleanText(spot.floor),
	detail: cleanText(spot.detail)
});
var eventOf = ({ signedIn, now, random }, what) => ({
	v: 1,
	id: uuidV7(now, random(10)),
	author: signedIn.id,
	device: signedIn.device,
	at: now,
	clockOffset: signedIn.clockOffset,
	...what
});
var save = async (author, event, rest) => {
	const { db, now } = author;
	const toSave = {
		event,
		signed: await signEvent(event, author.signedIn.key),
		now,
		...rest
	};
	try {
		return ok(await withRoomForWords(db, now, () => saveEvent(db, toSave)));
	} catch (error) {
		if (isQuotaError(error)) return err("storageFull");
		throw error;
	}
};
/**
* Makes the draft a signed event and saves it; the draft is gone then. A photo that joined the stored draft after the
* screen last saw it is part of the report.
* Errors: `incomplete` without a hazard kind or severity; `storageFull` with everything left as it was.
*/
var saveReport = async (author, draft, area) => {
	const { db, now, signedIn } = author;
	const { form, photos } = draft;
	if (form.hazard === null || form.severity === null) return err("incomplete");
	const position = positionOf(form, now);
	const event = eventOf(author, {
		type: "case.reported",
		subject: {
			kind: "case",
			id: draft.caseId
		},
		photos,
		...draft.replaces === null ? {} : { replaces: draft.replaces },
		body: {
			hazard: form.hazard,
			severity: form.severity,
			channel: channels[signedIn.person.role] ?? "patrol",
			grid: gridOf(area, position, form.spot.placeId),
			spot: cleanSpot(form.spot),
			position,
			noPosition: position ? null : form.noPosition ?? "unavailable",
			description: cleanText(form.description),
			handled: form.handled
		}
	});
	try {
		return await save(author, event, { draftId: draft.id });
	} catch (error) {
		const stored = error instanceof DraftMoved ? await db.drafts.get(draft.id) : void 0;
		if (!stored) throw error;
		return saveReport(author, {
			...draft,
			photos: stored.photos
		}, area);
	}
};
/** A note, photos, a decision: saved and shown at once, sent when the link allows. */
var saveCaseEvent = (author, act) => {
	const { caseId, type, text, photos = [], pictures = [] } = act;
	return save(author, eventOf(author, {
		type,
		subject: {
			kind: "case",
			id: caseId
		},
		photos: [...photos],
		body: { text: cleanText(text) }
	}), {
		draftId: null,
		pictures
	});
};
// src/storage/remaining-of.ts
var bytesOf = (photos, bytes) => photos.reduce((sum, photo) => sum + bytes(photo), 0);
/** Of rows among which are all that have not arrived. */
var remainingOf = ({ events, photos }) => {
	const thumbnails = photos.filter((photo) => photo.thumbnailState === "waiting");
	const waiting = photos.filter((photo) => photo.state === "waiting");
	const lost = waiting.filter(isLost);
	return {
		events: events.filter((row) => row.unsent === 1).length,
		thumbnails: thumbnails.length,
		thumbnailBytes: bytesOf(thumbnails, (photo) => photo.thumbnailBytes),
		photos: waiting.length - lost.length,
		photoBytes: bytesOf(waiting, (photo) => isLost(photo) ? 0 : Math.max(0, photo.bytes - photo.sent)),
		lostBytes: bytesOf(lost, (photo) => photo.bytes)
	};
};
// src/storage/waiting.ts
/** Read by index, however much lies here that has arrived. */
var readWaiting = (db) => db.transaction("r", db.outbox, db.photos, async () => {
	const [events, open, bare] = await Promise.all([
		unsentEvents(db),
		db.photos.where("state").anyOf("waiting", "stored").toArray(),
		db.photos.where("thumbnailState").equals("waiting").toArray()
	]);
	return {
		events,
		photos: [...new Map([...open, ...bare].map((photo) => [photo.sha256, photo])).values()].sort((a, b) => b.order - a.order)
	};
});
// src/storage/remaining.ts
/** Events without a verdict. */
var countUnsent = (db) => db.outbox.where("unsent").equals(1).count();
var remaining = async (db) => remainingOf(await readWaiting(db));
// src/storage/trust-state.ts
/**
* Complete needs a confirmation for every photo of the manifest; an answer to the upload itself is not enough. What
* is offered again, because the server may not hold it any more, is on this phone only until it is answered anew.
*/
var trustState = ({ verdict, reason, replacedBy, unsent, event }, photoRows) => {
	if (verdict === "rejected") return {
		kind: "rejected",
		reason: reason ?? "internal",
		replacedBy
	};
	if (verdict === null || unsent === 1) return { kind: "onPhone" };
	const photosByHash = new Map(photoRows.map((row) => [row.sha256, row]));
	const rows = event.photos.map((photo) => photosByHash.get(photo.sha256));
	if (rows.every((row) => row?.state === "confirmed" || row?.state === "freed")) return { kind: "complete" };
	const there = rows.filter((row) => row && row.state !== "waiting").length;
	const lost = rows.filter((row) => row === void 0 || isLost(row)).length;
	return {
		kind: there === 0 ? "textReceived" : "photos",
		there,
		of: rows.length,
		lost
	};
};
/** The same for a report this phone did not send, from what the server says it holds. */
var pulledTrustState = (photos, stored) => {
	const there = photos.filter((photo) => stored[photo.sha256] === "complete").length;
	if (there === photos.length) return { kind: "complete" };
	return {
		kind: there === 0 ? "textReceived" : "photos",
		there,
		of: photos.length,
		lost: 0
	};
};
// domain/ledger/corrected-at.ts
/** The device's time corrected by what it knew of the server's clock. */
var correctedAt = (event) => event.at + (event.clockOffset ?? 0);
// domain/ledger/scope-covers.ts
/** True when the grid code lies under one of the scope's prefixes. */
var scopeCovers = (scope, gridCode) => scope.some((prefix) => gridCode.startsWith(prefix));
// domain/case/lifecycle.ts
var finals = [
	"closed",
	"dismissed",
	"merged"
];
var field = ["patroller", "inspector"];
var caseRules = {
	"case.reported": {
		roles: [
			...field,
			"reviewer",
			"observer"
		],
		from: "new",
		to: "reported"
	},
	"case.noted": {
		roles: [
			...field,
			"reviewer",
			"handler"
		],
		from: "open"
	},
	"case.photoAdded": {
		roles: [
			...field,
			"reviewer",
			"handler"
		],
		from: "open"
	},
	"case.filed": {
		roles: ["reviewer"],
		from: ["reported"],
		to: "filed"
	},
	"case.dismissed": {
		roles: ["reviewer"],
		from: ["reported"],
		to: "dismissed"
	},
	"case.merged": {
		roles: ["reviewer"],
		from: ["reported"],
		to: "merged"
	},
	"case.claimed": {
		roles: ["handler"],
		from: ["filed"],
		to: "dispatched"
	},
	"case.dispatched": {
		roles: ["reviewer"],
		from: ["filed"],
		to: "dispatched"
	},
	"case.declined": {
		roles: ["handler"],
		from: ["dispatched"],
		to: "filed"
	},
	"case.extensionAsked": {
		roles: ["handler"],
		from: ["dispatched"]
	},
	"case.extensionDecided": {
		roles: ["reviewer"],
		from: ["dispatched"]
	},
	"case.suspended": {
		roles: ["reviewer"],
		from: ["dispatched"],
		to: "suspended"
	},
	"case.resumed": {
		roles: ["reviewer"],
		from: ["suspended"],
		to: "dispatched"
	},
	"case.declared": {
		roles: ["handler"],
		from: ["dispatched"],
		to: "declared"
	},
	"case.reworked": {
		roles: [...field, "reviewer"],
		from: ["declared"],
		to: "dispatched"
	},
	"case.accepted": {
		roles: [...field, "reviewer"],
		from: ["declared"],
		to: "accepted"
	},
	"case.closed": {
		roles: ["reviewer"],
		from: ["accepted"],
		to: "closed"
	},
	"case.reopened": {
		roles: [...field, "reviewer"],
		from: ["closed"],
		to: "filed"
	},
	"case.listed": {
		roles: ["reviewer"],
		from: "open"
	},
	"case.unlisted": {
		roles: ["reviewer"],
		from: "open"
	},
	"case.handedOver": {
		roles: ["patroller", "reviewer"],
		from: "open"
	}
};
var mayHappen = (rule, state) => {
	if (rule.from === "new") return state === null;
	if (state === null) return false;
	return rule.from === "open" ? !finals.includes(state) : rule.from.includes(state);
};
// domain/case/fold.ts
/** A report may be mended, by its author or for them, as long as nobody decided on it. */
var mends = (current, event) => [event.replaces, event.mended?.origin].includes(current.reportEvent) && event.author === current.reporter;
var contentFault = (event, hazardExists) => {
	if (event.type === "case.photoAdded" && event.photos.length === 0) return "photoMissing";
	if (event.type !== "case.reported") return null;
	if (!hazardExists(event.body.hazard)) return "unknownHazard";
	if (event.body.handled && !event.photos.some((photo) => photo.role === "after")) return "afterPhotoMissing";
	return null;
};
/** May this person act on this case at all: their own, or one in their grids. */
var covers = (by, current) => current.reporter === by.person || by.role !== "observer" && scopeCovers(by.scope, current.gridScope);
/** Judges an event against the case as it stands. Pure: the same answer on the phone and on the server. */
var judgeCaseEvent = (current, event, by, hazardExists) => {
	const rule = caseRules[event.type];
	if (!rule.roles.includes(by.role)) return {
		verdict: "rejected",
		reason: "notPermitted"
	};
	const fault = contentFault(event, hazardExists);
	if (fault) return {
		verdict: "rejected",
		reason: fault
	};
	if (event.type === "case.reported") {
		if (current === null) return { verdict: "applied" };
		if (!mends(current, event)) return {
			verdict: "rejected",
			reason: "subjectExists"
		};
		return current.state === "reported" ? { verdict: "applied" } : {
			verdict: "contested",
			reason: "wrongState"
		};
	}
	if (current === null) return { verdict: "held" };
	if (!covers(by, current)) return {
		verdict: "rejected",
		reason: "outOfScope"
	};
	return mayHappen(rule, current.state) ? { verdict: "applied" } : {
		verdict: "contested",
		reason: "wrongState"
	};
};
var timelineEntry = ({ event, by, receivedAt, verdict, reason }) => ({
	eventId: event.id,
	type: event.type,
	author: event.author,
	device: event.device,
	role: by.role,
	at: correctedAt(event),
	deviceAt: event.at,
	receivedAt,
	verdict,
	reason,
	text: event.type === "case.reported" ? "" : event.body.text,
	photos: event.photos.length,
	mended: event.mended
});
var photosOf = (event) => event.photos.map((photo) => ({
	...photo,
	eventId: event.id
}));
var reported = (event, by) => {
	const { body } = event;
	return {
		kind: "case",
		id: event.subject.id,
		state: "reported",
		reportEvent: event.id,
		reporter: event.author,
		device: event.device,
		reportedAt: correctedAt(event),
		region: by.region,
		gridScope: body.grid ?? by.scope[0] ?? by.region,
		grid: body.grid,
		hazard: body.hazard,
		severity: body.severity,
		channel: body.channel,
		spot: body.spot,
		position: body.position,
		noPosition: body.noPosition,
		description: body.description,
		handled: body.handled,
		dismissReason: ""
	};
};
/** Lays one judged event on a case. A second delivery of the same event changes nothing. */
var applyCaseEvent = (current, entry) => {
	const { event, by } = entry;
	if (current?.timeline.some((line) => line.eventId === event.id)) return current;
	const line = timelineEntry(entry);
	if (event.type === "case.reported" && entry.verdict === "applied") {
		const kept = current?.photos.filter((photo) => photo.eventId !== current.reportEvent) ?? [];
		return {
			...reported(event, by),
			photos: [...photosOf(event), ...kept],
			timeline: [...current?.timeline ?? [], line]
		};
	}
	if (current === null) throw new Error(`${event.type} cannot begin a case`);
	const timeline = [...current.timeline, line];
	if (entry.verdict === "contested") return {
		...current,
		timeline
	};
	switch (event.type) {
		case "case.filed": return {
			...current,
			state: "filed",
			timeline
		};
		case "case.dismissed": return {
			...current,
			state: "dismissed",
			dismissReason: event.body.text,
			timeline
		};
		default: return {
			...current,
			photos: [...current.photos, ...photosOf(event)],
			timeline
		};
	}
};
// domain/ledger/fold.ts
/**
* The one idea: a subject is the fold of its events, and the same pure functions run on the phone, in the server
* and in the tests. A new kind of subject joins by adding its line to `judge`, `applyEvent` and `Subject`.
*/
var judge = (current, event, by, catalogue) => judgeCaseEvent(current, event, by, catalogue.hazardExists);
/** Applied and contested events only: rejected and held ones are not part of a subject. */
var applyEvent = (current, entry) => applyCaseEvent(current, entry);
// domain/ledger/rebase.ts
/**
* What a phone shows: the server's subject, untouched, with the phone's own events on top that the pulled subject
* does not hold yet, judged as the server is expected to. An event the server would reject leaves no trace here;
* the outbox shows it.
*/
var rebase = (confirmed, own, by, catalogue) => own.reduce((subject, event) => {
	const judgement = judge(subject, event, by, catalogue);
	if (judgement.verdict === "rejected" || judgement.verdict === "held") return subject;
	const reason = judgement.verdict === "contested" ? judgement.reason : null;
	return applyEvent(subject, {
		event,
		verdict: judgement.verdict,
		reason,
		by,
		receivedAt: null
	});
}, confirmed);
// src/storage/shown-subjects.ts
var onTop = (confirmed, rows) => {
	const known = new Set(confirmed?.timeline.map((line) => line.eventId));
	return rows.filter((row) => row.verdict !== "rejected" && !known.has(row.eventId));
};
/** One subject from its rows: what the server holds, with this person's events on top. */
var showSubject = (row, rows, by, catalogue) => {
	const confirmed = row?.subject ?? null;
	const own = onTop(confirmed, rows);
	const shown = rebase(confirmed, own.map(({ event }) => event), by, catalogue);
	return shown && {
		case: shown,
		stored: row?.stored ?? {},
		pending: own.length
	};
};
var shownCase = async (db, by, id) => {
	const key = subjectKey({
		kind: "case",
		id
	});
	const [row, rows, catalogue] = await Promise.all([
		db.subjects.get(key),
		db.outbox.where("subjectKey").equals(key).sortBy("order"),
		readCatalogue(db)
	]);
	return showSubject(row, rows, by, catalogue);
};
// src/sync/transport.ts
var answerText = (answer) => new TextDecoder().decode(answer.bytes);
var SLOWEST_BYTES_PER_SECOND = 5120;
var PATIENCE = 3e4;
/** Generous: a body the system has taken into its own buffers moves without anyone seeing it. */
var stallTime = (bodyBytes) => PATIENCE + Math.ceil(bodyBytes / SLOWEST_BYTES_PER_SECOND * 1e3);
// src/sync/call.ts
/**
* One request to our server, and what its answer means.
*
* Promises: only an answer that carries our marker counts; a captive portal's 200, or a proxy's error page, is a
* broken link (413 alone is believed from anyone: a proxy in front refuses large bodies itself). A refusal is never a
* verdict on an event.
* Assumes: the cookie travels by itself; person and device are named so that the server can compare.
*/
/** What every sync request carries. */
var identityHeaders = ({ person, device }) => ({
	[PERSON_HEADER]: person,
	[DEVICE_HEADER]: device
});
/** The link was there and failed on the way, as opposed to one that is gone, or to a request somebody stopped. */
var isCut = (failure) => failure.kind === "link" && failure.error !== "stopped" && failure.wasUnderWay;
/** The parser of an answer, from its schema. */
var readAs = (schema) => (text) => parseAnswer(schema, text);
var signedOutCodes = [
	"notSignedIn",
	"otherPerson",
	"unknownDevice"
];
var linkDown = {
	kind: "link",
	error: "offline",
	wasUnderWay: false
};
var brokenLink = err(linkDown);
var refusalOf = ({ status, header }, code) => {
	const error = isErrorCode(code) ? code : "internal";
	if (status === 401 && signedOutCodes.includes(error)) return {
		kind: "signedOut",
		error
	};
	return {
		kind: "refused",
		status,
		error,
		header
	};
};
/** Whole seconds only: that is how our server says it. */
var holdOf = ({ status, header }) => {
	const seconds = status === 429 || status === 503 ? header("retry-after") : null;
	return seconds !== null && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1e3 : null;
};
var sizeOf = (body) => typeof body === "string" ? body.length : body?.byteLength ?? 0;
var createCall = (deps) => {
	const { identity, now, onAlive, onServerTime, onBytesSent, onHold } = deps;
	const named = identity === null ? {} : identityHeaders(identity);
	const exchange = async (request) => {
		const bytes = sizeOf(request.body);
		let sent = 0;
		const moved = (total) => {
			onBytesSent?.(total - sent);
			sent = total;
		};
		const sentAt = now();
		const answered = await deps.transport({
			...request,
			headers: {
				...named,
				...request.headers
			},
			signal: deps.signal,
			timeoutMillis: stallTime(bytes),
			onSent: (total) => {
				moved(total);
				request.onSent?.(total);
			}
		});
		if (!answered.ok) return err({
			kind: "link",
			error: answered.error,
			wasUnderWay: sent > 0
		});
		moved(bytes);
		const answer = answered.value;
		if (request.method === "HEAD") {
			if (answer.header("upload-offset") !== null) onAlive?.();
			return ok(answer);
		}
		const text = answerText(answer);
		const head = parseAnswer(headSchema, text);
		if (head.ok) {
			onAlive?.();
			onServerTime?.(head.value.serverTime, sentAt, now());
		}
		if (answer.status >= 200 && answer.status < 300) return ok(answer);
		const refusal = parseAnswer(refusalSchema, text);
		const hold = refusal.ok ? holdOf(answer) : null;
		if (hold !== null) onHold?.(hold);
		if (refusal.ok) return err(refusalOf(answer, refusal.value.error));
		return answer.status === 413 ? err(refusalOf(answer, "tooLarge")) : brokenLink;
	};
	const json = async (request, parse) => {
		const answered = await exchange(request);
		if (!answered.ok) return answered;
		const text = answerText(answered.value);
		const parsed = parse(text);
		if (parsed.ok) return parsed;
		if (parseAnswer(headSchema, text).ok) return err(refusalOf(answered.value, "malformed"));
		return brokenLink;
	};
	return {
		exchange,
		json
	};
};
// src/sync/session.ts
var never = new AbortController().signal;
var callOf = (transport) => createCall({
	transport,
	identity: null,
	now: Date.now,
	signal: never
});
var post = (path, body) => ({
	method: "POST",
	path,
	headers: { "content-type": "application/json" },
	body: JSON.stringify(body)
});
var publicPart = ({ x = "", y = "" }) => ({
	kty: "EC",
	crv: "P-256",
	x,
	y
});
var signInError = (failure) => {
	if (failure.kind === "signedOut") return "wrongCredentials";
	return failure.kind === "refused" && failure.status === 429 ? "tooManyTries" : failure.error;
};
/**
* Signs in with the server, then enrols this device with the key it makes at the first sign-in of a person and keeps.
* Only when all of it worked is the person the current one on this phone.
*/
var signIn = async (deps, username, password) => {
	const request = post("/api/auth/sign-in/username", {
		username,
		password
	});
	const signedIn = await callOf(deps.transport).json(request, readAs(sessionAnswerSchema));
	return signedIn.ok ? enrol(deps) : err(signInError(signedIn.error));
};
/** For whoever the cookie names. */
var enrol = async ({ shared, transport, newDeviceId, deviceLabel }) => {
	const call = callOf(transport);
	const session = await call.json({
		method: "GET",
		path: "/api/session"
	}, readAs(sessionAnswerSchema));
	if (!session.ok) return err(session.error.error);
	const row = await signedInRowFor(shared, session.value.person, newDeviceId);
	const device = {
		id: row.device,
		label: deviceLabel.slice(0, 120),
		publicKey: publicPart(row.publicKey)
	};
	const enrolled = await call.json(post("/api/devices", device), readAs(deviceAnswerSchema));
	if (!enrolled.ok) return err(enrolled.error.error);
	const { lost } = enrolled.value;
	return ok(await storeSignIn(shared, lost === null ? row : {
		...row,
		lost
	}));
};
// src/storage/learn-settled.ts
var changeIn = ({ seq, subject }, { eventId, hash, reason }) => {
	const mended = subject.timeline.find((line) => line.mended?.hash === hash);
	if (mended) return { mendedAs: mended.eventId };
	const line = reason !== "idReused" && subject.timeline.find(({ eventId: id }) => id === eventId);
	return line ? {
		verdict: line.verdict,
		reason: line.reason,
		seq,
		receivedAt: line.receivedAt
	} : null;
};
/**
* Own events the server had rejected and an admin let in after all, as they were or mended: the pulled history holds
* them. `own` are this phone's events of these subjects. For the transaction that stores the rows.
*/
var learnSettled = async (db, rows, own) => {
	const rowsByKey = new Map(rows.map((row) => [subjectKey(row.subject), row]));
	const rejected = own.filter((row) => row.verdict === "rejected").map((row) => row.eventId);
	await changeRows(db.outbox, rejected, (row) => changeIn(rowsByKey.get(row.subjectKey), row));
};
// src/storage/subjects.ts
/** The pull cursor, or null before the first pull. */
var readCursor = async (db) => {
	const row = await db.meta.get("cursor");
	return row?.key === "cursor" ? row.value : null;
};
var readSnapshot = async (db) => {
	const row = await db.meta.get("snapshot");
	return row?.key === "snapshot" ? row.value : 0;
};
/**
* Stores one page and its cursor in one transaction, so that a crash between them can neither skip nor repeat
* anything. A reset page opens a new snapshot; rows no page of it confirmed are swept when it ends, never the
* outbox. A reset that was not asked for means a restored server, or another scope: this phone offers again what it
* still holds, which changes nothing on a server that has it. What was confirmed while the page was on its way
* is news that it does not have.
*/
var applyPullPage = async (db, page, onItsWay = {
	from: 0,
	to: 0
}) => {
	await db.transaction("rw", [
		db.subjects,
		db.reference,
		db.meta,
		db.outbox,
		db.photos
	], async () => {
		const own = await ownEvents(db, page);
		if (page.reset && await readCursor(db) !== null) {
			await offerEventsAgain(db, "all");
			await confirmPhotosAgain(db, "all");
		} else await confirmPhotosAgain(db, notWhole(page, own), onItsWay);
		const snapshot = await readSnapshot(db) + (page.reset ? 1 : 0);
		await db.subjects.bulkPut(page.subjects.map((row) => ({
			key: subjectKey(row.subject),
			...row,
			snapshot
		})));
		await learnSettled(db, page.subjects, own);
		await db.subjects.bulkDelete(page.gone.map(subjectKey));
		await db.reference.bulkPut(page.reference.map((row) => ({
			...row,
			value: row.value,
			isReadable: isReadable(row),
			snapshot
		})));
		if (page.reset) await db.meta.put({
			key: "snapshot",
			value: snapshot
		});
		await db.meta.put({
			key: "cursor",
			value: page.cursor
		});
		if (!page.more) await sweep(db, snapshot);
	});
};
/** What this phone said of the page's subjects: asked for all at once, since a cursor over them would wait at each. */
var ownEvents = async (db, { subjects }) => {
	const keys = subjects.map(({ subject }) => subjectKey(subject));
	return (await Promise.all(keys.map((key) => db.outbox.where("subjectKey").equals(key).toArray()))).flat();
};
/**
* A phone that has a receipt for one of these asks again: the server may have lost it since. A report that was mended
* has photos its case no longer names: of those the page says nothing, and they are asked about too.
*/
var notWhole = ({ subjects }, own) => subjects.flatMap(({ subject, stored }) => {
	const mine = own.filter((row) => row.subjectKey === subjectKey(subject));
	return [...subject.photos, ...mine.flatMap((row) => row.event.photos)].flatMap(({ sha256 }) => stored[sha256] === "complete" ? [] : sha256);
});
var isReadable = ({ kind, value }) => parseReference(kind, value) !== null;
/** Once for each start: a newer version of the app may read what an older one could only keep. */
var readReferenceAgain = async (db) => {
	await db.reference.filter((row) => !row.isReadable && isReadable(row)).modify((row) => void Object.assign(row, { isReadable: true }));
};
/** Only a snapshot leaves older rows behind; in between every row stays, whichever snapshot it came with. */
var sweep = async (db, snapshot) => {
	const ended = await db.meta.get("swept");
	if (ended?.key === "swept" && ended.value === snapshot) return;
	await db.subjects.where("[snapshot+seq]").below([snapshot]).delete();
	await db.reference.filter((row) => row.snapshot < snapshot).delete();
	await db.meta.put({
		key: "swept",
		value: snapshot
	});
};
/** When the server last answered in full. */
var noteContact = async (db, now) => {
	await db.meta.put({
		key: "lastContact",
		value: now
	});
};
var isSettled = (row) => row.unsent === 0 && (row.verdict === "applied" || row.verdict === "contested");
/**
* Lets old events go whose subject, as pulled, holds them, and whose photos have all been freed; their photo rows
* and thumbnails go with the last event that names them.
*/
var tidyOutbox = async (db, now) => {
	await db.transaction("rw", [
		db.outbox,
		db.photos,
		db.photoBytes,
		db.subjects
	], async () => {
		const old = await db.outbox.filter((row) => isSettled(row) && row.savedAt + 2592e6 <= now).toArray();
		for (const row of old) {
			if (!(await db.subjects.get(row.subjectKey))?.subject.timeline.some((line) => line.eventId === row.eventId)) continue;
			const photos = await db.photos.where("events").equals(row.eventId).toArray();
			if (photos.some((photo) => photo.state !== "freed")) continue;
			for (const photo of photos) {
				const events = photo.events.filter((id) => id !== row.eventId);
				if (events.length > 0) await db.photos.update(photo.sha256, { events });
				else {
					await db.photos.delete(photo.sha256);
					await db.photoBytes.delete(photo.thumbnail);
				}
			}
			await db.outbox.delete(row.eventId);
		}
	});
};
// src/sync/backoff.ts
/** What worked a moment ago is tried again at once, not all of a region in the same moment. */
var AT_ONCE = [50, 250];
var FIRST = 2e3;
var LONGEST = 3e5;
var createBackoff = (now, random) => {
	const parkedByKey = /* @__PURE__ */ new Map();
	/** Nothing waits twice the longest: further off than that means that the clock was set back. */
	const isPast = (until) => until <= now() || until > now() + 2 * LONGEST;
	let heldUntil = 0;
	const isOpen = (key) => isPast(heldUntil) && isPast(parkedByKey.get(key)?.until ?? 0);
	const parkWith = (waitOf) => (key) => {
		if (!isOpen(key)) return;
		const failures = parkedByKey.get(key)?.failures ?? 0;
		parkedByKey.set(key, {
			failures: failures + 1,
			until: now() + waitOf(failures)
		});
	};
	const growing = (failures) => Math.max(100, random() * Math.min(LONGEST, FIRST * 2 ** failures));
	const atOnce = () => AT_ONCE[0] + random() * (AT_ONCE[1] - AT_ONCE[0]);
	return {
		isOpen,
		park: parkWith(growing),
		parkBriefly: parkWith((failures) => failures === 0 ? atOnce() : growing(failures - 1)),
		clear: (key) => {
			parkedByKey.delete(key);
		},
		failures: (key) => parkedByKey.get(key)?.failures ?? 0,
		nextOpening: () => {
			if (!isPast(heldUntil)) return heldUntil;
			const openings = [...parkedByKey.values()].map(({ until }) => until).filter((until) => !isPast(until));
			return openings.length === 0 ? null : Math.min(...openings);
		},
		reset: () => parkedByKey.clear(),
		hold: (millis) => {
			const before = isPast(heldUntil) ? 0 : heldUntil;
			heldUntil = Math.max(before, now() + Math.min(millis, LONGEST) * (1 + random() / 4));
		}
	};
};
// src/sync/bell.ts
/** A latch between those who bring work and the one who waits for it: a ring before the wait is not lost. */
var createBell = () => {
	let rung = false;
	let waiting = null;
	return {
		ring: () => {
			rung = true;
			waiting?.();
			waiting = null;
		},
		rang: () => rung,
		quiet: () => {
			rung = false;
		},
		heard: () => rung ? Promise.resolve() : new Promise((resolve) => {
			waiting = resolve;
		})
	};
};
// src/sync/clock.ts
/**
* How far the device's clock is off, from the answer with the shortest round trip of a run: the server's time is
* taken to be that of the middle of the trip.
*/
var createClock = (onOffset) => {
	let shortest = Number.POSITIVE_INFINITY;
	return { compare: (serverTime, sentAt, receivedAt) => {
		const trip = receivedAt - sentAt;
		if (trip < 0 || trip >= shortest) return;
		shortest = trip;
		onOffset(Math.round(serverTime - (sentAt + receivedAt) / 2));
	} };
};
// src/sync/gzip.ts
/** JSON, compressed where the browser can. */
var jsonBody = async (value) => {
	const text = JSON.stringify(value);
	const headers = { "content-type": "application/json" };
	if (typeof CompressionStream === "undefined") return {
		headers,
		body: text
	};
	const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
	const body = await new Response(stream).arrayBuffer();
	return {
		headers: {
			...headers,
			"content-encoding": "gzip"
		},
		body
	};
};
// src/sync/lane.ts
/** Keys of what can be parked. */
var parkKey = {
	link: "link",
	event: (id) => `event:${id}`,
	photo: (sha256) => `photo:${sha256}`,
	thumbnail: (sha256) => `thumbnail:${sha256}`,
	/** Whole lanes, when the server is in trouble and not what was sent. */
	push: "push",
	thumbnails: "thumbnails",
	photos: "photos",
	pull: "pull",
	confirm: "confirm"
};
/** Under which one event, photo or thumbnail may be parked, by its id or hash. */
var keysOf = (name) => [
	parkKey.event(name),
	parkKey.photo(name),
	parkKey.thumbnail(name)
];
/** What else has to be open for one of them to travel. */
var sendingLanes = [
	parkKey.link,
	parkKey.push,
	parkKey.thumbnails,
	parkKey.photos
];
var blameless = [
	"busy",
	"upgradeNeeded",
	"storageFull"
];
/** Does the refusal speak of what was sent, or of the server's own state? */
var isBlamed = ({ error }) => !blameless.includes(error);
/** Is the server itself in trouble: asking at once for the next piece would only make it worse. */
var isTrouble = (refusal) => refusal.status >= 500 || !isBlamed(refusal);
// src/sync/confirm-lane.ts
/** How often at most while anything travels. */
var WHILE_SENDING = 6e4;
/** A restored server is asked about it once more, and about its thumbnail, which nobody else asks about. */
var wasConfirmed = (photo) => photo.receipt !== null;
/** As many as one request may ask about. */
var askable = (photos) => {
	let hashes = 0;
	return photos.filter((photo) => (hashes += wasConfirmed(photo) ? 2 : 1) <= 200);
};
/** The later, separate request: only its receipt lets a phone free a photo. */
var createConfirmLane = ({ db, call, backoff, waiting, now }) => {
	let isUrgent = false;
	let askedAt = now();
	const ask = async (batch) => {
		isUrgent = false;
		askedAt = now();
		const hashes = batch.map((photo) => photo.sha256);
		const again = batch.filter(wasConfirmed);
		const body = await jsonBody({
			hashes: [...hashes, ...again.map((photo) => photo.thumbnail)],
			receipts: Object.fromEntries(again.map((photo) => [photo.sha256, photo.receipt ?? ""]))
		});
		const answered = await call.json({
			method: "POST",
			path: "/api/photos/have",
			...body
		}, readAs(haveAnswerSchema));
		if (!answered.ok) {
			if (answered.error.kind === "refused") backoff.park(parkKey.confirm);
			return answered.error;
		}
		const told = answered.value.photos.filter(({ sha256, state, receipt }) => hashes.includes(sha256) && (state !== "complete" || receipt !== null));
		await settlePhotos(db, new Map(told.map(({ sha256, state, receipt }) => [sha256, state === "complete" ? receipt : null])), now());
		const missing = new Set(answered.value.photos.flatMap(({ sha256, state }) => state === "complete" ? [] : sha256));
		for (const { sha256, thumbnail } of again) if (missing.has(thumbnail)) await sendThumbnailAgain(db, sha256);
		waiting.renew();
		if (told.length === hashes.length) backoff.clear(parkKey.confirm);
		else backoff.park(parkKey.confirm);
		return null;
	};
	return {
		/** Storage is short: what has a receipt can be let go of. */
		hurry: () => {
			isUrgent = true;
		},
		/**
		* While anything travels only about as many as one request takes, or once a minute, so that on a slow link the
		* person sees reports complete one after the other; at once when storage is short.
		*/
		next: (isSending) => {
			if (!backoff.isOpen(parkKey.confirm)) return null;
			const stored = waiting.unconfirmed();
			const isSoon = Math.abs(now() - askedAt) < WHILE_SENDING;
			if (stored.length === 0) return null;
			if (isSending && !isUrgent && isSoon && stored.length < 200) return null;
			return () => ask(askable(stored));
		}
	};
};
// src/sync/nudge.ts
/** Long enough for a slow link to show some movement. */
var STUCK = 15e3;
/**
* A connection that died without a word keeps its request until the stall timer ends it, long after the link is
* back. `nudge`, called when the person or the system says so, ends such requests at once; they count as timeouts.
*/
var createNudge = (transport, now) => {
	const inFlight = /* @__PURE__ */ new Set();
	const nudgeable = async (request) => {
		const { signal, onSent } = request;
		const own = new AbortController();
		const abort = () => own.abort();
		const mine = {
			movedAt: now(),
			abort
		};
		signal?.addEventListener("abort", abort);
		if (signal?.aborted) abort();
		inFlight.add(mine);
		try {
			const answered = await transport({
				...request,
				signal: own.signal,
				onSent: (bytes) => {
					mine.movedAt = now();
					onSent?.(bytes);
				}
			});
			return !answered.ok && answered.error === "stopped" && !signal?.aborted ? err("timeout") : answered;
		} finally {
			inFlight.delete(mine);
			signal?.removeEventListener("abort", abort);
		}
	};
	const nudge = () => {
		for (const { movedAt, abort } of inFlight) if (now() - movedAt >= STUCK) abort();
	};
	return {
		transport: nudgeable,
		nudge
	};
};
// src/sync/photo-gate.ts
var createPhotoGate = (photosWait, onHeld) => {
	const through = /* @__PURE__ */ new Set();
	let all = false;
	return {
		letAllThrough: () => {
			all = true;
		},
		letThrough: (hashes) => {
			for (const sha256 of hashes) through.add(sha256);
		},
		pass: async (waiting) => {
			if (all) for (const { sha256 } of waiting) through.add(sha256);
			all = false;
			const passing = waiting.length > 0 && await photosWait() ? waiting.filter(({ sha256 }) => through.has(sha256)) : waiting;
			onHeld(passing.length < waiting.length);
			return passing;
		}
	};
};
// src/sync/let-go.ts
/**
* Chromium collects garbage once 64 MB outside its heap have been asked for by scripts, and does not count what it
* keeps itself: of each photo three copies, for the reading and the request. This many times the photo's size it has
* to see so that no more than some 8 MB of them lie about (without, a hundred).
*/
var SEEN_PER_BYTE = 24;
/**
* Gives the memory of a photo that was sent back: its own at once where the browser can, and what the browser keeps
* of it soon. The buffer shown for that is never touched, so that it is a number and no memory.
*/
var letGo = (data) => {
	const seen = /* @__PURE__ */ new ArrayBuffer(data.byteLength * SEEN_PER_BYTE);
	data.transfer?.(0);
	seen.slice(0, 0);
};
// src/sync/photo-lane.ts
/** Corrections of offset or bytes before the photo has to wait its turn again. */
var MAX_STEPS = 6;
var offsetIn = (answer) => {
	const text = answer.header(OFFSET_HEADER);
	return text !== null && /^\d+$/.test(text) ? Number(text) : null;
};
var createPhotoLane = ({ db, call, backoff, board, waiting, uploads, askPull }) => {
	const travelling = /* @__PURE__ */ new Set();
	/** How much the server holds; 0 when it knows nothing of it. */
	const askOffset = async (sha256) => {
		const answered = await call.exchange({
			method: "HEAD",
			path: `/api/photos/${sha256}`
		});
		if (!answered.ok) return answered;
		if (answered.value.status === 404) return ok(0);
		const offset = answered.value.status === 200 ? offsetIn(answered.value) : null;
		if (offset !== null) return ok(offset);
		askPull();
		return err(linkDown);
	};
	/** Sends from the offset. Gives the offset reached; the photo's length means that it is stored. */
	const sendFrom = async ({ sha256 }, data, offset) => {
		const totalBytes = data.byteLength;
		const answered = await uploads.send("photo", () => {
			board.photoMoved({
				sha256,
				sentBytes: offset,
				totalBytes
			});
			return call.exchange({
				method: offset === 0 ? "PUT" : "PATCH",
				path: `/api/photos/${sha256}`,
				headers: {
					"content-type": "application/octet-stream",
					[LENGTH_HEADER]: String(totalBytes),
					[OFFSET_HEADER]: String(offset)
				},
				body: offset === 0 ? data : data.slice(offset),
				onSent: (sent) => board.photoMoved({
					sha256,
					sentBytes: offset + sent,
					totalBytes
				})
			});
		});
		if (!answered.ok) return answered;
		const reached = offsetIn(answered.value);
		if (answered.value.status === 204 && reached !== null) return ok(reached);
		const stored = parseAnswer(photoAnswerSchema, answerText(answered.value));
		return stored.ok && stored.value.sha256 === sha256 ? ok(totalBytes) : err(linkDown);
	};
	/** What a refusal leads to: the offset to go on from, or null when the photo has to wait. */
	const afterRefusal = async (photo, data, refusal) => {
		const { sha256 } = photo;
		if (refusal.status === 409) return offsetIn(refusal);
		if (refusal.error === "hashMismatch") {
			if (await sha256Hex(data) === sha256) return 0;
			await markPhotoFailed(db, sha256, "photoMissing");
			return null;
		}
		if (isTrouble(refusal)) backoff.park(parkKey.photos);
		if (refusal.error === "notClaimed") await offerEventsAgain(db, photo.events);
		await markPhotoFailed(db, sha256, refusal.error);
		return null;
	};
	const send = async (photo, data) => {
		const { sha256 } = photo;
		const total = data.byteLength;
		let offset = 0;
		if (photo.tries > 0) {
			const asked = await askOffset(sha256);
			if (!asked.ok) return asked.error;
			offset = asked.value > total ? 0 : asked.value;
			await markPhotoSent(db, sha256, offset);
		}
		for (let steps = 0; offset < total && steps < MAX_STEPS; steps++) {
			const sent = await sendFrom(photo, data, offset);
			if (sent.ok) {
				offset = sent.value;
				continue;
			}
			if (sent.error.kind !== "refused") return sent.error;
			const next = await afterRefusal(photo, data, sent.error);
			if (next === null) {
				backoff.park(parkKey.photo(sha256));
				waiting.renew();
				return sent.error;
			}
			offset = next > total ? 0 : next;
		}
		if (offset < total) {
			backoff.park(parkKey.photo(sha256));
			return null;
		}
		backoff.clear(parkKey.photos);
		backoff.clear(parkKey.photo(sha256));
		await markPhotoStored(db, sha256);
		waiting.change([sha256], { state: "stored" });
		return null;
	};
	const upload = async (sha256) => {
		const taken = await takePhoto(db, sha256);
		if (taken !== null) return send(taken.photo, taken.data).finally(() => letGo(taken.data));
		waiting.renew();
		return null;
	};
	const carry = ({ sha256 }) => {
		travelling.add(sha256);
		return () => upload(sha256).finally(() => {
			travelling.delete(sha256);
			board.photoEnded(sha256);
		});
	};
	return { 
	/** The first of those that may travel. */
next: (passing) => {
		if (!backoff.isOpen(parkKey.photos)) return null;
		const isOpen = (photo) => waiting.isClaimed(photo) && !travelling.has(photo.sha256) && backoff.isOpen(parkKey.photo(photo.sha256));
		const failures = (photo) => backoff.failures(parkKey.photo(photo.sha256));
		const [photo] = passing.filter(isOpen).sort((a, b) => failures(a) - failures(b));
		return photo ? carry(photo) : null;
	} };
};
// src/sync/pull-lane.ts
/** While photos travel, most news are those of the photos themselves: they can wait so long. */
var NEWS_WHILE_SENDING = 3e5;
/** One page a piece, so that a report saved during a long first pull does not wait for its end. */
var createPullLane = ({ db, call, backoff, waiting, now }, onStorageShort) => {
	let asked = 0;
	let answered = 0;
	/** When a pull may begin beside what is being sent. */
	let dueAt = 0;
	const pull = async () => {
		const askedBefore = asked;
		const askedAt = now();
		dueAt = now() + NEWS_WHILE_SENDING;
		const cursor = await readCursor(db);
		const query = new URLSearchParams({ unsent: String(await countUnsent(db)) });
		if (cursor !== null) query.set("cursor", cursor);
		const page = await call.json({
			method: "GET",
			path: `/api/sync/pull?${query}`
		}, readAs(pullAnswerSchema));
		if (!page.ok) {
			if (page.error.kind === "refused") backoff.park(parkKey.pull);
			return page.error;
		}
		try {
			await applyPullPage(db, page.value, {
				from: askedAt,
				to: now()
			});
		} catch (error) {
			if (!isQuotaError(error)) throw error;
			await freeConfirmed(db, now(), true);
			onStorageShort();
			backoff.park(parkKey.pull);
			return {
				kind: "refused",
				status: 200,
				error: "storageFull",
				header: () => null
			};
		}
		waiting.renew();
		backoff.clear(parkKey.pull);
		if (page.value.more) {
			dueAt = 0;
			return null;
		}
		answered = askedBefore;
		await noteContact(db, now());
		return null;
	};
	return {
		ask: () => {
			asked += 1;
			dueAt = 0;
		},
		hearNews: () => {
			asked += 1;
		},
		next: (isSending) => {
			const isDue = !isSending || dueAt <= now();
			return asked > answered && isDue && backoff.isOpen(parkKey.pull) ? pull : null;
		}
	};
};
// src/sync/batch-limit.ts
/**
* How many may travel together: half as many once a batch failed, since one of them may be what the server cannot take,
* or all be more than the link carries before it is cut; twice as many after each that got through.
*/
var createBatchLimit = (most) => {
	let limit = most;
	return {
		most: () => limit,
		halve: (batch) => {
			limit = Math.max(1, Math.floor(batch.length / 2));
		},
		grow: () => {
			limit = Math.min(most, limit * 2);
		}
	};
};
// src/sync/push-lane.ts
var offeredEvent = ({ text, signature, receipt, receivedAt }) => ({
	text,
	signature,
	...receipt !== null && receivedAt !== null ? { receipt: {
		receivedAt,
		signature: receipt
	} } : {}
});
var wireBytes = (row) => new TextEncoder().encode(JSON.stringify(offeredEvent(row))).length + 1;
/**
* The next events to send, oldest first, subjects that failed before behind the others. A parked event keeps back
* the later ones of its own subject, so that order within a subject holds, and nothing else.
*/
var pickBatch = (unsent, backoff, limit) => {
	const firstBySubject = /* @__PURE__ */ new Map();
	for (const row of unsent) if (!firstBySubject.has(row.subjectKey)) firstBySubject.set(row.subjectKey, row);
	const failures = (row) => backoff.failures(parkKey.event((firstBySubject.get(row.subjectKey) ?? row).eventId));
	const parkedSubjects = /* @__PURE__ */ new Set();
	const batch = [];
	let bytes = 0;
	for (const row of [...unsent].sort((a, b) => failures(a) - failures(b))) {
		if (!backoff.isOpen(parkKey.event(row.eventId))) parkedSubjects.add(row.subjectKey);
		if (parkedSubjects.has(row.subjectKey)) continue;
		bytes += wireBytes(row);
		if (batch.length === limit || batch.length > 0 && bytes > 262144) break;
		batch.push(row);
	}
	return batch;
};
var createPushLane = ({ db, call, backoff, waiting, hearNews }) => {
	const limit = createBatchLimit(100);
	/** One of these events may be what the server cannot take: look for it by halves, park it once it stands alone. */
	const narrow = async (batch, refusal) => {
		await countFailedTry(db, batch, refusal.error);
		if (isTrouble(refusal)) backoff.park(parkKey.push);
		if (!isBlamed(refusal)) return;
		limit.halve(batch);
		const [alone] = batch;
		if (batch.length === 1 && alone) backoff.park(parkKey.event(alone.eventId));
	};
	const send = async (batch, unsent) => {
		const body = await jsonBody({
			protocol: 3,
			unsent,
			events: batch.map(offeredEvent)
		});
		const answered = await call.json({
			method: "POST",
			path: "/api/sync/push",
			...body
		}, readAs(pushAnswerSchema));
		if (!answered.ok) {
			if (answered.error.kind === "refused") await narrow(batch, answered.error);
			else {
				await countFailedTry(db, batch, null);
				if (isCut(answered.error)) limit.halve(batch);
			}
			return answered.error;
		}
		const unsettled = await settleVerdicts(db, batch, answered.value.verdicts);
		for (const { eventId } of batch) if (unsettled.includes(eventId)) backoff.park(parkKey.event(eventId));
		else backoff.clear(parkKey.event(eventId));
		backoff.clear(parkKey.push);
		limit.grow();
		hearNews();
		return null;
	};
	return { next: () => {
		if (!backoff.isOpen(parkKey.push)) return null;
		const unsent = waiting.events();
		const batch = pickBatch(unsent, backoff, limit.most());
		return batch.length === 0 ? null : () => send(batch, unsent.length).finally(waiting.renew);
	} };
};
// src/sync/speedometer.ts
var SAMPLE = 1e3;
/** Weight of the newest sample: smooth enough to read, quick enough to believe. */
var NEWEST = .3;
/** Bytes a second, over samples of a second. */
var createSpeedometer = (now) => {
	let since = null;
	let bytes = 0;
	let speed = null;
	return {
		add: (more) => {
			since ??= now();
			bytes += more;
			const elapsed = now() - since;
			if (elapsed < SAMPLE) return;
			const sample = bytes / elapsed * 1e3;
			speed = speed === null ? sample : speed * .7 + sample * NEWEST;
			since = now();
			bytes = 0;
		},
		read: () => speed === null ? null : Math.round(speed),
		reset: () => {
			since = null;
			bytes = 0;
			speed = null;
		}
	};
};
// src/sync/status.ts
/** Photos move many times a second; nobody reads faster than this. */
var MOVE_EVERY = 250;
var createStatusBoard = (now, onStatus) => {
	const errorsByLane = /* @__PURE__ */ new Map();
	const inFlight = /* @__PURE__ */ new Map();
	const speed = createSpeedometer(now);
	let phase = "idle";
	let nextTryAt = null;
	let photosHeld = false;
	let shown = "";
	let movedAt = 0;
	const show = () => {
		const status = {
			phase,
			error: errorsByLane.get("link") ?? [...errorsByLane.values()].at(0) ?? null,
			nextTryAt,
			inFlight: [...inFlight.values()],
			bytesPerSecond: phase === "sending" ? speed.read() : null,
			photosHeld
		};
		const text = JSON.stringify(status);
		if (text === shown) return;
		shown = text;
		onStatus(status);
	};
	/** The next of those that move shows what is left out here. */
	const showMove = () => {
		if (now() - movedAt < MOVE_EVERY) return;
		movedAt = now();
		show();
	};
	return {
		phase: (next, at = null) => {
			const isNew = next !== phase || at !== nextTryAt;
			phase = next;
			nextTryAt = at;
			if (isNew) show();
			else showMove();
		},
		error: (lane, error) => {
			if (error === null) errorsByLane.delete(lane);
			else errorsByLane.set(lane, error);
			show();
		},
		photoMoved: (photo) => {
			const isFirst = inFlight.size === 0;
			inFlight.set(photo.sha256, photo);
			if (isFirst) show();
			else showMove();
		},
		photoEnded: (sha256) => {
			inFlight.delete(sha256);
			if (inFlight.size === 0) show();
			else showMove();
		},
		bytesSent: speed.add,
		photosHeld: (isHeld) => {
			photosHeld = isHeld;
			show();
		},
		rest: () => {
			errorsByLane.clear();
			inFlight.clear();
			speed.reset();
		}
	};
};
// src/sync/thumbnail-lane.ts
/** Many in one body: small pictures reach the desk before any large one. */
var createThumbnailLane = ({ db, call, backoff, waiting, uploads }) => {
	const limit = createBatchLimit(Number.POSITIVE_INFINITY);
	const travelling = /* @__PURE__ */ new Set();
	const pick = () => {
		const isOpen = (photo) => waiting.isClaimed(photo) && !travelling.has(photo.sha256) && backoff.isOpen(parkKey.thumbnail(photo.thumbnail));
		const batch = [];
		let bytes = 0;
		const failures = (photo) => backoff.failures(parkKey.thumbnail(photo.thumbnail));
		const inTurn = waiting.thumbnails().filter(isOpen);
		for (const photo of inTurn.sort((a, b) => failures(a) - failures(b))) {
			bytes += 4 + photo.thumbnailBytes;
			if (batch.length >= limit.most() || batch.length > 0 && bytes > 262144) break;
			batch.push(photo);
		}
		return batch;
	};
	const park = (photos) => {
		for (const photo of photos) backoff.park(parkKey.thumbnail(photo.thumbnail));
	};
	const narrow = (batch, refusal) => {
		if (isTrouble(refusal)) backoff.park(parkKey.thumbnails);
		if (!isBlamed(refusal)) return;
		limit.halve(batch);
		if (batch.length === 1) park(batch);
	};
	const mark = async (photos, thumbnailState) => {
		if (photos.length === 0) return;
		const hashes = photos.map((photo) => photo.sha256);
		await markThumbnails(db, hashes, thumbnailState);
		waiting.change(hashes, { thumbnailState });
	};
	const send = async (batch) => {
		const pictures = await readPictures(db, batch.map((photo) => photo.thumbnail));
		await mark(batch.filter((_, i) => pictures[i] === null), "missing");
		const here = batch.filter((_, i) => pictures[i] !== null);
		if (here.length === 0) return null;
		const packed = packThumbnails(pictures.flatMap((data) => data ? [new Uint8Array(data)] : []));
		const answered = await uploads.send("thumbnails", () => call.json({
			method: "POST",
			path: "/api/photos/thumbnails",
			headers: { "content-type": "application/octet-stream" },
			body: packed.buffer
		}, readAs(thumbnailsAnswerSchema)));
		if (!answered.ok) {
			if (answered.error.kind === "refused") narrow(here, answered.error);
			else if (isCut(answered.error)) limit.halve(here);
			return answered.error;
		}
		const answersByHash = new Map(answered.value.thumbnails.map((it) => [it.sha256, it]));
		const stored = here.filter((photo) => answersByHash.get(photo.thumbnail)?.stored);
		await mark(stored, "stored");
		const others = here.filter((photo) => !stored.includes(photo));
		park(others);
		const unclaimed = "notClaimed";
		const toOffer = others.filter((photo) => answersByHash.get(photo.thumbnail)?.reason === unclaimed);
		if (toOffer.length > 0) {
			await offerEventsAgain(db, toOffer.flatMap((photo) => photo.events));
			waiting.renew();
		}
		backoff.clear(parkKey.thumbnails);
		limit.grow();
		return null;
	};
	const carry = (batch) => {
		for (const { sha256 } of batch) travelling.add(sha256);
		return () => send(batch).finally(() => {
			for (const { sha256 } of batch) travelling.delete(sha256);
		});
	};
	return { next: () => {
		if (!backoff.isOpen(parkKey.thumbnails)) return null;
		const batch = pick();
		return batch.length === 0 ? null : carry(batch);
	} };
};
// src/sync/uploads.ts
/**
* Of photos and batches of thumbnails: enough of them on the link keep it full. A browser opens six connections to a
* server; text and news must find one free.
*/
var WIDE = 4;
/** On a slow link more would only make each of them last longer than the link does, and lose more at a cut. */
var NARROW = 2;
var SLOW = 3e3;
var QUICK = 1e3;
/** The rest of a photo that was cut is quick on any link. */
var QUICK_IN_A_ROW = 4;
/** How many that is depends on how long the photos took that arrived. */
var createUploads = (now) => {
	let width = WIDE;
	let quick = 0;
	let onLink = 0;
	const queue = [];
	const took = (millis) => {
		quick = millis >= 0 && millis < QUICK ? quick + 1 : 0;
		if (millis > SLOW) width = NARROW;
		else if (quick >= QUICK_IN_A_ROW) width = WIDE;
	};
	const letGo = () => {
		while (onLink < width && queue.length > 0) {
			onLink += 1;
			queue.shift()();
		}
	};
	return {
		most: () => width,
		send: async (kind, work) => {
			const turn = new Promise((go) => kind === "photo" ? queue.push(go) : queue.unshift(go));
			letGo();
			await turn;
			const startedAt = now();
			try {
				const sent = await work();
				if (kind === "photo" && sent.ok) took(now() - startedAt);
				return sent;
			} finally {
				onLink -= 1;
				letGo();
			}
		}
	};
};
// src/sync/waiting.ts
/**
* What waits on this phone, read once and kept: a photo sent must not cost a reading of all the others.
*
* Promises: `read` reads again what `renew` called old. What a lane did itself it says by `change`, once the database
* has it.
* Assumes: what is saved, woken or answered otherwise than expected is followed by `renew`. Between two of them a row
* may be behind the database, where another engine is at work too: a step is taken only from the step before it, so
* that this costs a request, never a photo.
*/
var createWaiting = (db) => {
	let isOld = true;
	let events = [];
	let photos = /* @__PURE__ */ new Map();
	let claimed = /* @__PURE__ */ new Set();
	const read = async () => {
		while (isOld) {
			isOld = false;
			const waiting = await readWaiting(db);
			const unanswered = new Set(waiting.events.flatMap((row) => row.verdict === null ? row.eventId : []));
			events = waiting.events;
			photos = new Map(waiting.photos.map((photo) => [photo.sha256, photo]));
			claimed = new Set(waiting.photos.flatMap((it) => it.events.every((id) => unanswered.has(id)) ? [] : it.sha256));
		}
	};
	const those = (is) => [...photos.values()].filter(is);
	return {
		read,
		renew: () => {
			isOld = true;
		},
		change: (hashes, change) => {
			for (const sha256 of hashes) {
				const photo = photos.get(sha256);
				if (photo) photos.set(sha256, {
					...photo,
					...change
				});
			}
		},
		events: () => events,
		/** Newest report first, as photos too. */
		thumbnails: () => those((it) => it.thumbnailState === "waiting"),
		photos: () => those((it) => it.state === "waiting" && !isLost(it)),
		/** Has the server answered an event that names it, whatever the verdict: before, it knows no claim to it. */
		isClaimed: ({ sha256 }) => claimed.has(sha256),
		unconfirmed: () => those((it) => it.state === "stored")
	};
};
// src/sync/engine.ts
/** What is read beforehand: the next must not wait for the database when there is room on the link. */
var AHEAD = 2;
var createSyncEngine = (deps) => {
	const { db, now } = deps;
	const backoff = createBackoff(now, deps.random);
	const board = createStatusBoard(now, deps.onStatus);
	const bell = createBell();
	const uploads = createUploads(now);
	const gate = createPhotoGate(deps.photosWait, board.photosHeld);
	const link = createNudge(deps.transport, now);
	const waiting = createWaiting(db);
	let askPull = () => {};
	let hearNews = () => {};
	let running = false;
	let hasReadReference = false;
	const run = async (signal) => {
		running = true;
		const stop = new AbortController();
		const forward = () => stop.abort();
		signal.addEventListener("abort", forward);
		if (signal.aborted) stop.abort();
		try {
			return await work(stop);
		} finally {
			running = false;
			stop.abort();
			signal.removeEventListener("abort", forward);
		}
	};
	const work = async (stop) => {
		const tasks = /* @__PURE__ */ new Map();
		const clock = createClock(deps.onClockOffset);
		const refusals = [];
		const bugs = [];
		const call = createCall({
			transport: link.transport,
			identity: deps.identity,
			now,
			signal: stop.signal,
			onBytesSent: board.bytesSent,
			onServerTime: clock.compare,
			onHold: backoff.hold,
			onAlive: () => {
				backoff.clear(parkKey.link);
				board.error(parkKey.link, null);
			}
		});
		const context = {
			db,
			call,
			backoff,
			waiting,
			uploads,
			now,
			board,
			askPull: () => askPull(),
			hearNews: () => hearNews()
		};
		const push = createPushLane(context);
		const thumbnails = createThumbnailLane(context);
		const photos = createPhotoLane(context);
		const confirm = createConfirmLane(context);
		const pull = createPullLane(context, confirm.hurry);
		askPull = pull.ask;
		hearNews = pull.hearNews;
		pull.ask();
		waiting.renew();
		const judge = (lane, failure) => {
			if (failure?.kind === "signedOut") {
				refusals.push(failure);
				stop.abort();
			} else if (failure?.kind === "link") {
				if (failure.error === "stopped") return;
				backoff.parkBriefly(parkKey.link);
				board.error(parkKey.link, failure.error);
			} else board.error(lane, failure?.error ?? null);
		};
		const start = (lane, piece) => {
			const task = piece().then((failure) => judge(lane, failure)).catch((bug) => {
				bugs.push(bug);
				stop.abort();
			}).finally(() => {
				tasks.delete(task);
				bell.ring();
			});
			tasks.set(task, lane);
		};
		const underWay = (...lanes) => [...tasks.values()].filter((lane) => lanes.includes(lane)).length;
		const startAlone = (lane, next) => {
			const piece = underWay(lane) === 0 ? next() : null;
			if (piece) start(lane, piece);
		};
		const startWhile = (isRoom, lane, next) => {
			for (let piece = isRoom() && next(); piece; piece = isRoom() && next()) start(lane, piece);
		};
		const linkIsUp = () => backoff.isOpen(parkKey.link);
		/** Starts what may start now: text and news that are due, then thumbnails, then everything else beside one another. */
		const plan = async () => {
			if (!linkIsUp()) return;
			await waiting.read();
			if (underWay("push") === 0 && push.next()) {
				waiting.renew();
				await waiting.read();
			}
			const passing = await gate.pass(waiting.photos());
			if (!linkIsUp()) return;
			if (underWay("push") === 0) startAlone("pull", () => pull.next(true));
			startAlone("push", push.next);
			if (underWay("push") > 0) return;
			const isRoom = (...lanes) => underWay(...lanes) < uploads.most() + AHEAD;
			startWhile(() => isRoom("thumbnails"), "thumbnails", thumbnails.next);
			startWhile(() => isRoom("thumbnails", "photo"), "photo", () => photos.next(passing));
			if (underWay("thumbnails") > 0) return;
			const isSending = underWay("photo") > 0;
			startAlone("pull", () => pull.next(isSending));
			startAlone("confirm", () => confirm.next(isSending));
		};
		const showPhase = () => {
			if (tasks.size === 0) board.phase("waiting", backoff.nextOpening());
			else board.phase(tasks.size === underWay("pull") ? "receiving" : "sending");
		};
		/** Until a piece ends, someone wakes the engine, or something parked opens. */
		const pause = async (opening) => {
			const over = new AbortController();
			const cut = () => over.abort();
			stop.signal.addEventListener("abort", cut);
			const cancelled = new Promise((resolve) => over.signal.addEventListener("abort", () => resolve()));
			const asleep = opening === null ? cancelled : deps.sleep(Math.max(0, opening - now()), over.signal);
			if (!stop.signal.aborted) await Promise.race([
				bell.heard(),
				asleep,
				cancelled
			]);
			over.abort();
			stop.signal.removeEventListener("abort", cut);
		};
		board.rest();
		if (!hasReadReference) await readReferenceAgain(db);
		hasReadReference = true;
		let tidied = false;
		while (!stop.signal.aborted) {
			bell.quiet();
			const opening = backoff.nextOpening();
			await plan();
			if (tasks.size > 0 || opening !== null) {
				showPhase();
				await pause(opening);
			} else if (!tidied) {
				tidied = true;
				await freeConfirmed(db, now(), false);
				await tidyOutbox(db, now());
				waiting.renew();
			} else if (!bell.rang()) break;
		}
		running = false;
		await Promise.all(tasks.keys());
		board.rest();
		if (bugs.length > 0) {
			board.error("engine", "internal");
			board.phase("idle");
			throw bugs[0];
		}
		const [refusal] = refusals;
		if (refusal?.kind === "signedOut") {
			board.error("session", refusal.error);
			board.phase("signedOut");
			return {
				kind: "signedOut",
				error: refusal.error
			};
		}
		board.phase("idle");
		return stop.signal.aborted ? { kind: "stopped" } : { kind: "done" };
	};
	const wake = () => {
		link.nudge();
		backoff.reset();
		waiting.renew();
		askPull();
		bell.ring();
		return running;
	};
	const ask = () => {
		hearNews();
		bell.ring();
		return running;
	};
	const sendNow = () => {
		if (running) gate.letAllThrough();
		return wake();
	};
	const retry = (names) => {
		link.nudge();
		for (const name of names) for (const key of keysOf(name)) backoff.clear(key);
		for (const lane of sendingLanes) backoff.clear(lane);
		if (running) gate.letThrough(names);
		waiting.renew();
		bell.ring();
		return running;
	};
	return {
		run,
		wake,
		ask,
		sendNow,
		retry
	};
};
// src/sync/stall-timer.ts
/** Calls `onStall` once nothing has moved for `millis`. */
var createStallTimer = (millis, onStall) => {
	let timer = setTimeout(onStall, millis);
	return {
		moved: () => {
			clearTimeout(timer);
			timer = setTimeout(onStall, millis);
		},
		end: () => clearTimeout(timer)
	};
};
// src/sync/fetch-transport.ts
/** For the service worker, which has no XMLHttpRequest; it cannot see an upload move. */
var fetchTransport = async ({ method, path, headers, body, signal, timeoutMillis }) => {
	if (signal?.aborted) return err("stopped");
	const abort = new AbortController();
	const stop = () => abort.abort();
	signal?.addEventListener("abort", stop);
	let stalled = false;
	const stall = createStallTimer(timeoutMillis, () => {
		stalled = true;
		abort.abort();
	});
	try {
		const answer = await fetch(path, {
			method,
			headers: headers ?? {},
			body: body ?? null,
			signal: abort.signal,
			cache: "no-store"
		});
		stall.moved();
		const watched = answer.body?.pipeThrough(new TransformStream({ transform: (chunk, out) => {
			stall.moved();
			out.enqueue(chunk);
		} }));
		const bytes = await new Response(watched ?? null).arrayBuffer();
		return ok({
			status: answer.status,
			header: (name) => answer.headers.get(name),
			bytes
		});
	} catch {
		if (stalled) return err("timeout");
		return err(signal?.aborted ? "stopped" : "offline");
	} finally {
		stall.end();
		signal?.removeEventListener("abort", stop);
	}
};
// src/sync/sleep.ts
/** Resolves after the time, or at once when the signal stops it. */
var sleep = (millis, signal) => new Promise((resolve) => {
	if (signal.aborted) {
		resolve();
		return;
	}
	const end = () => {
		clearTimeout(timer);
		signal.removeEventListener("abort", end);
		resolve();
	};
	const timer = setTimeout(end, millis);
	signal.addEventListener("abort", end);
});
export { MainDb, PROTOCOL_VERSION, SharedDb, addDraftPhoto, authorityOf, caseEventBodies, createSyncEngine, deviceAnswerSchema, deviceRequestSchema, emptyForm, envelopeSchema, fetchTransport, haveAnswerSchema, haveRequestSchema, parseEvent, parseReference, pullAnswerSchema, pulledTrustState, pushAnswerSchema, pushRequestSchema, readArea, remaining, saveCaseEvent, saveReport, sessionAnswerSchema, shownCase, signIn, signedEventSchema, sleep, storeClockOffset, thumbnailsAnswerSchema, trustState, writeDraft };
