// Protocol version 6, from commit f30c899bedad38a5d8caa16d2379a86e38724f3b of 2026-12-01.
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
* The protocol version. A test hashes the message schemas: when they change, raise this and add a line.
* 1: events pushed in batches with one verdict each; subjects and reference data pulled with one cursor; photos by hash.
* 2: an admin may correct an event, and the event states it; admins read, correct and replay dead letters; a restored server
*    receives its own receipts.
* 3: the answer to an enrolment lists what the device before it lost; a pull states the number of unsent events.
* 4: answers to push, thumbnails and have name the ledger head, and requests name the known heads; a pull lists the device's
*    own events with photos that the server does not have.
* 5: every request states the version; a row that a client cannot read no longer stops its page; a person may have a unit.
* 6: an event states the server's time of the last contact before its signature; the welcome says whether the cookie has a
*    session; a page at another address than the server expects is told which.
*/
var PROTOCOL_VERSION = 6;
/** Every answer of this server has it; the page of a captive portal does not. */
var MARKER = "grid-patrol";
/**
* The protocol version of the client, on every request since 5. What the server sends depends on it; a request without it
* is of a client that reads what version 4 read.
*/
var PROTOCOL_HEADER = "x-grid-protocol";
/** Every sync request names its sender; the server compares it with the session. */
var PERSON_HEADER = "x-grid-person";
var DEVICE_HEADER = "x-grid-device";
/**
* Comma-separated ledger heads that the device received since its last pull (known heads). A server restored from an older
* backup does not recognise at least one of them.
*/
var KNOWN_HEADS_HEADER = "x-grid-seen";
// domain/base/result.ts
var ok = (value) => ({
	ok: true,
	value
});
var err = (error) => ({
	ok: false,
	error
});
// domain/base/geometry.ts
var polygonSchema = v.array(v.array(v.tuple([v.number(), v.number()])));
/**
* Where a report was made. `ageMillis` is how old the fix was when the report was saved. `place` is the position of the
* chosen place, `pin` a point that a person set on the map. `byHand` is present if a person chose the source. Positions
* are WGS-84 always; map datums are a matter of display.
*/
var positionSchema = v.object({
	lat: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
	lon: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
	accuracyMetres: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
	ageMillis: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
	source: v.picklist([
		"device",
		"photo",
		"place",
		"pin"
	]),
	byHand: v.optional(v.literal(true))
});
var EARTH_RADIUS_METRES = 6371008.8;
var radians = (degrees) => degrees * Math.PI / 180;
/** Great-circle distance in metres (haversine). */
var distanceMetres = (a, b) => {
	const h = Math.sin(radians(b.lat - a.lat) / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
	return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
};
var ringContains = (ring, { lat, lon }) => {
	let inside = false;
	for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
		const [xi, yi] = ring[i];
		const [xj, yj] = ring[j];
		if (yi > lat !== yj > lat && lon < (xj - xi) * (lat - yi) / (yj - yi) + xi) inside = !inside;
	}
	return inside;
};
/** Even-odd rule; a hole is outside. */
var polygonContains = (polygon, point) => {
	const [outer, ...holes] = polygon;
	return outer !== void 0 && ringContains(outer, point) && !holes.some((hole) => ringContains(hole, point));
};
var METRES_PER_DEGREE = radians(1) * EARTH_RADIUS_METRES;
/** From the point to the nearest edge of the outer ring; 0 inside the polygon. Flat, so right for a city only. */
var polygonDistanceMetres = (polygon, point) => {
	if (polygonContains(polygon, point)) return 0;
	const toMetres = ([lon, lat]) => ({
		x: (lon - point.lon) * METRES_PER_DEGREE * Math.cos(radians(point.lat)),
		y: (lat - point.lat) * METRES_PER_DEGREE
	});
	const corners = (polygon[0] ?? []).map(toMetres);
	const distances = corners.slice(1).map((b, i) => {
		const a = corners[i];
		const [dx, dy] = [b.x - a.x, b.y - a.y];
		const along = -(a.x * dx + a.y * dy) / (dx * dx + dy * dy || 1);
		const part = Math.min(1, Math.max(0, along));
		return Math.hypot(a.x + part * dx, a.y + part * dy);
	});
	return Math.min(...distances, Infinity);
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
/** The grid that contains the point; null outside all grids. */
var gridAt = (grids, point) => grids.find((grid) => polygonContains(grid.polygon, point)) ?? null;
// domain/base/text.ts
/** The longest text of a person, in characters. */
var MAX_TEXT = 2e3;
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
var hasOnlyStorableText = (value) => {
	const open = [value];
	while (open.length > 0) {
		const next = open.pop();
		if (typeof next === "string") {
			if (!isStorableText(next)) return false;
		} else if (typeof next === "object" && next !== null) for (const [key, item] of Object.entries(next)) open.push(key, item);
	}
	return true;
};
/** The text of a person without forbidden characters, trimmed: it can be stored. */
var cleanText = (text) => text.replace(/\0|\p{Surrogate}/gu, "").trim();
// domain/base/schemas.ts
/**
* The schemas from which kinds of subject build their bodies.
*
* A kind receives them as an argument and imports none: the patrol home folds cases, and must not download the validator
* for it.
*/
var text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
var schemas = {
	object: v.object,
	array: v.array,
	nullable: v.nullable,
	optional: v.optional,
	picklist: v.picklist,
	boolean: v.boolean,
	number: v.number,
	string: v.string,
	/** A string of this form. */
	pattern: (form) => v.pipe(v.string(), v.regex(form)),
	/** What a person wrote, at most `MAX_TEXT` characters. */
	text,
	requiredText: v.pipe(text, v.minLength(1)),
	/** One line of a form. */
	line: v.pipe(v.string(), v.maxLength(120)),
	id: v.pipe(v.string(), v.maxLength(64)),
	position: positionSchema,
	gridCode: gridCodeSchema
};
// domain/base/units.ts
var DAY = 864e5;
var sha256Pattern = /^[0-9a-f]{64}$/;
var uuidSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));
/** Ids of people and devices. An identity provider may assign them, so they need not be UUIDs. */
var actorIdSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
// domain/ledger/photo-manifest.ts
var sha256Schema$1 = v.pipe(v.string(), v.regex(sha256Pattern));
var whole = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/**
* One photo that an event names. It has the hash of the bytes, so the signature of the event covers the picture too.
* `takenAt` is the text that the camera wrote, unverified. `position` is null unless it was plausible.
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
// domain/ledger/subject.ts
/** What an event is about. A kind that this version does not know is readable as a reference all the same. */
var subjectRefSchema = v.object({
	kind: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,31}$/)),
	id: uuidSchema
});
/** Longest accepted event text; twenty photos and a full description need about a quarter of it. */
var MAX_EVENT_BYTES = 65536;
var millisSchema = v.pipe(v.number(), v.integer(), v.minValue(-0xe35fa931a0000), v.maxValue(0xe35fa931a0000));
/** The corrected event, which stays unchanged, and the admin and device that signed the correction. */
var correctionSchema = v.object({
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
	lastServerTime: v.optional(millisSchema),
	replaces: v.optional(uuidSchema),
	mended: v.optional(correctionSchema),
	photos: photoManifestSchema
});
/** The text as signed and the ECDSA P-256 signature over its UTF-8 bytes (IEEE P1363, base64url). */
var signedEventSchema = v.object({
	text: v.pipe(v.string(), v.maxLength(MAX_EVENT_BYTES)),
	signature: v.pipe(v.string(), v.maxLength(128))
});
// domain/people/capabilities.ts
var field = {
	sight: "scope",
	actsInScope: true,
	tabs: [
		"today",
		"reports",
		"me"
	],
	channel: "patrol",
	live: "field",
	administers: false
};
var capabilities = {
	patroller: field,
	inspector: {
		...field,
		channel: "spotCheck"
	},
	observer: {
		...field,
		sight: "named",
		actsInScope: false,
		channel: "observer"
	},
	handler: {
		...field,
		sight: "named",
		tabs: ["today", "me"],
		channel: null
	},
	reviewer: {
		...field,
		tabs: [
			"desk",
			"today",
			"reports",
			"me"
		],
		live: "desk"
	},
	admin: {
		...field,
		tabs: ["desk", "me"],
		channel: null,
		live: "desk",
		administers: true
	}
};
// domain/ledger/scope-covers.ts
/** True when the grid code lies under one of the scope's prefixes. */
var scopeCovers = (scope, gridCode) => scope.some((prefix) => gridCode.startsWith(prefix));
// domain/ledger/subject-module.ts
/** Keeps the types of the acts, so that every event has the type of its own body. */
var defineModule = () => (module) => module;
// domain/case/case-act.ts
/** An act on a case, its type and body inferred. */
var caseAct = (act) => act;
var photosOf = (event) => event.photos.map((photo) => ({
	...photo,
	eventId: event.id
}));
/** The event's photos join those of the case; nothing else changes. */
var addPhotos = { apply: (current, { event }) => ({
	...current,
	photos: [...current.photos, ...photosOf(event)]
}) };
// domain/case/acts/dismissed.ts
/** 不予立案: with the reason, which the reporter reads. */
var dismissed = caseAct({
	type: "case.dismissed",
	body: ({ object, requiredText }) => object({ text: requiredText }),
	roles: ["reviewer"],
	from: ["reported"],
	to: "dismissed",
	needs: {
		text: "required",
		photos: "none"
	},
	effects: [{ apply: (current, { event }) => ({
		...current,
		state: "dismissed",
		dismissReason: event.body.text
	}) }]
});
// domain/ledger/act.ts
/** Whether the act changes the state of a subject that exists: a decision, which the phone lets a person undo. */
var isDecision = ({ from, to }) => from !== "new" && to !== void 0;
/** The state after the act: the effect of an act that changes nothing else. */
var stateOnly = (state) => ({ apply: (subject) => ({
	...subject,
	state
}) });
// domain/case/acts/filed.ts
/** 立案: the office takes the case on. */
var filed = caseAct({
	type: "case.filed",
	body: ({ object, text }) => object({ text }),
	roles: ["reviewer"],
	from: ["reported"],
	to: "filed",
	needs: {
		text: "optional",
		photos: "none"
	},
	effects: [stateOnly("filed")]
});
// domain/case/acts/noted.ts
/** 备注: a text, with or without photos. */
var noted = caseAct({
	type: "case.noted",
	body: ({ object, requiredText }) => object({ text: requiredText }),
	roles: [
		"patroller",
		"inspector",
		"reviewer",
		"handler"
	],
	from: "open",
	needs: {
		text: "required",
		photos: "optional"
	},
	effects: [addPhotos]
});
// domain/case/acts/photo-added.ts
/** 补充照片: at least one photo, with or without text. */
var photoAdded = caseAct({
	type: "case.photoAdded",
	body: ({ object, text }) => object({ text }),
	roles: [
		"patroller",
		"inspector",
		"reviewer",
		"handler"
	],
	from: "open",
	needs: {
		text: "optional",
		photos: "required"
	},
	effects: [addPhotos]
});
// domain/case/sources.ts
/** 来源: how a report reached the ledger. */
var channels = [
	"patrol",
	"spotCheck",
	"observer",
	"resident",
	"hotline",
	"drone",
	"video",
	"import"
];
/** Why a report has no position. */
var noPositionReasons = [
	"indoors",
	"denied",
	"unavailable"
];
// domain/case/spot.ts
/** Where inside a place: 幢 building, 单元 unit, 层 floor, and free text ("shed 3, left row"). */
var spotSchema = ({ object, nullable, id, line }) => object({
	placeId: nullable(id),
	placeName: line,
	building: line,
	unit: line,
	floor: line,
	detail: line
});
// domain/catalogue/severities.ts
var severities = [
	"major",
	"general",
	"minor"
];
// domain/case/acts/reported.ts
/** 上报: creates the case. Until a decision, its author may replace it and an admin may correct it. */
var reported = caseAct({
	type: "case.reported",
	body: (schemas) => {
		const { object, nullable, picklist, boolean, pattern, text, position, gridCode } = schemas;
		return object({
			hazard: pattern(/^[A-Z]{2}\d{2}$/),
			severity: picklist(severities),
			channel: picklist(channels),
			grid: nullable(gridCode),
			spot: spotSchema(schemas),
			position: nullable(position),
			/** Why there is no position; null when there is one. */
			noPosition: nullable(picklist(noPositionReasons)),
			description: text,
			/** 当场整改: the hazard was removed on the spot; an after photo shows it. */
			handled: boolean()
		});
	},
	roles: [
		"patroller",
		"inspector",
		"reviewer",
		"observer"
	],
	from: "new",
	to: "reported",
	needs: {
		text: "none",
		photos: "optional"
	},
	reads: ["hazardKind"],
	check: ({ body, photos }, { reference }) => {
		if (reference.get("hazardKind", body.hazard) === void 0) return "unknownHazard";
		return body.handled && !photos.some(({ role }) => role === "after") ? "afterPhotoMissing" : null;
	},
	correction: {
		blanks: {
			hazard: "",
			severity: "general",
			channel: "patrol",
			grid: null,
			placeId: null,
			position: null,
			noPosition: null,
			handled: false
		},
		notByHand: [
			"channel",
			"grid",
			"placeId",
			"position",
			"noPosition"
		],
		fields: {
			unknownHazard: ["hazard", "severity"],
			afterPhotoMissing: ["handled"]
		}
	},
	replaces: (current, event) => [event.replaces, event.mended?.origin].includes(current.reportEvent) && event.author === current.reporter,
	effects: [{ apply: (current, { event, by }, { at, isUncertain }) => {
		const { body } = event;
		const added = current?.photos.filter((photo) => photo.eventId !== current.reportEvent) ?? [];
		return {
			kind: "case",
			id: event.subject.id,
			state: "reported",
			reportEvent: event.id,
			reporter: event.author,
			device: event.device,
			reportedAt: at,
			...isUncertain ? { isTimeUncertain: true } : {},
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
			dismissReason: "",
			photos: [...photosOf(event), ...added]
		};
	} }]
});
// domain/case/states.ts
/** The states of a case (docs/glossary.md, Cases). */
var caseStates = [
	"reported",
	"filed",
	"dispatched",
	"declared",
	"accepted",
	"closed",
	"dismissed",
	"merged",
	"suspended"
];
/** No act but a reopening leaves them. */
var finalStates = [
	"closed",
	"dismissed",
	"merged"
];
// domain/case/case-schema.ts
/** What this version reads of a stored or pulled case. A field of a later version passes. */
var caseSchema = ({ object, picklist, string, number, boolean, nullable, array, optional }) => object({
	state: picklist(caseStates),
	reportEvent: string(),
	reporter: string(),
	device: string(),
	reportedAt: number(),
	isTimeUncertain: optional(boolean()),
	gridScope: string(),
	grid: nullable(string()),
	hazard: string(),
	severity: string(),
	channel: string(),
	spot: object({
		placeId: nullable(string()),
		placeName: string(),
		building: string(),
		unit: string(),
		floor: string(),
		detail: string()
	}),
	position: nullable(object({
		lat: number(),
		lon: number()
	})),
	description: string(),
	handled: boolean(),
	dismissReason: string(),
	photos: array(object({
		sha256: string(),
		eventId: string(),
		thumbnail: object({ sha256: string() })
	})),
	timeline: array(object({
		eventId: string(),
		type: string(),
		author: string(),
		at: number(),
		text: optional(string())
	}))
});
// domain/case/case-module.ts
/** A case: one hazard at one spot, from its report on. A new act is a file in `acts/` and a line here. */
var caseModule = defineModule()({
	kind: "case",
	foldVersion: 2,
	acts: [
		reported,
		noted,
		photoAdded,
		filed,
		dismissed
	],
	noteType: noted.type,
	finalStates,
	schema: caseSchema,
	covers: (by, current) => current.reporter === by.person || capabilities[by.role].actsInScope && scopeCovers(by.scope, current.gridScope),
	audience: ({ gridScope, reporter }) => ({
		gridScope,
		people: [reporter]
	})
});
// domain/ledger/event-time.ts
/** What drift and a slow answer may add to a measured clock offset. */
var CLOCK_ERROR = 6e4;
/**
* When an event happened: the time of the device, corrected by its last known offset to the server's clock. It is neither
* before the last contact of the device with the server nor after `receivedAt`, both in server time; a time outside is
* moved to the nearest of the two. `receivedAt` is null before the server has the event.
*/
var eventTime = (event, receivedAt) => {
	const corrected = event.at + (event.clockOffset ?? 0);
	const earliest = event.lastServerTime ?? corrected;
	const at = Math.min(Math.max(corrected, earliest), receivedAt ?? Number.POSITIVE_INFINITY);
	return {
		at,
		isUncertain: Math.abs(at - corrected) > CLOCK_ERROR
	};
};
// domain/ledger/registry.ts
var textOf = (body) => {
	const { text } = body;
	return typeof text === "string" ? text : "";
};
var timelineEntry = ({ event, by, receivedAt, verdict, reason }, { at, isUncertain }) => ({
	eventId: event.id,
	type: event.type,
	author: event.author,
	device: event.device,
	role: by.role,
	at,
	...isUncertain ? { isUncertain } : {},
	deviceAt: event.at,
	receivedAt,
	verdict,
	reason,
	text: textOf(event.body),
	photos: event.photos.length,
	mended: event.mended
});
var rejected = (reason) => ({
	verdict: "rejected",
	reason
});
var wrongState = {
	verdict: "contested",
	reason: "wrongState"
};
var createRegistry = (modules) => {
	const modulesByKind = new Map(modules.map((module) => [module.kind, module]));
	const registered = new Map(modules.flatMap((module) => module.acts.map((act) => [act.type, {
		module,
		act
	}])));
	const find = (type) => {
		const found = registered.get(type);
		if (!found) throw new Error(`${type} is not registered`);
		return found;
	};
	const moduleOf = ({ kind }) => {
		const module = modulesByKind.get(kind);
		if (!module) throw new Error(`${kind} is not registered`);
		return module;
	};
	const mayHappen = ({ finalStates }, { from }, state) => from === "open" ? !finalStates.includes(state) : from.includes(state);
	const basisOf = (act, event, context) => {
		const data = act.basis?.(event, context);
		const effect = act.effects.length;
		if (data === void 0) return effect === 1 ? null : { effect };
		return {
			effect,
			data
		};
	};
	/** Judges an event against its subject as it stands. Gives the same answer on the device and on the server. */
	const judge = (current, event, context) => {
		const { module, act } = find(event.type);
		const { by, now } = context;
		if (!act.roles.includes(by.role)) return rejected("notPermitted");
		if (act.needs.photos === "required" && event.photos.length === 0) return rejected("photoMissing");
		const fault = act.check?.(event, context);
		if (fault) return rejected(fault);
		const isProvisional = (act.names?.(event.body) ?? []).some((ref) => context.related(ref) === void 0);
		const applied = () => {
			const basis = basisOf(act, event, context);
			return {
				verdict: "applied",
				...basis ? { basis } : {},
				...isProvisional ? { isProvisional } : {}
			};
		};
		if (act.from === "new") {
			if (current === null) return applied();
			if (!act.replaces?.(current, event)) return rejected("subjectExists");
			return current.state === act.to ? applied() : wrongState;
		}
		if (current === null) return { verdict: "held" };
		if (!module.covers(by, current)) return rejected("outOfScope");
		if (!mayHappen(module, act, current.state)) return wrongState;
		const refusal = act.guard?.(current, by, now);
		return refusal ? rejected(refusal) : applied();
	};
	/**
	* Adds one judged event to its subject. Applied and contested events only: rejected and held ones are not part of a
	* subject. A second delivery of the same event changes nothing.
	*/
	const applyEvent = (current, entry) => {
		const { event, verdict, basis } = entry;
		if (current?.timeline.some((line) => line.eventId === event.id)) return current;
		const { act } = find(event.type);
		if (current === null && act.from !== "new") throw new Error(`${event.type} cannot begin a subject`);
		const time = eventTime(event, entry.receivedAt);
		const timeline = [...current?.timeline ?? [], timelineEntry(entry, time)];
		if (verdict === "contested") return {
			...current,
			timeline
		};
		const version = basis?.effect ?? 1;
		const effect = act.effects[version - 1];
		if (!effect) throw new Error(`${event.type} has no effect ${version}`);
		return {
			...effect.apply(current, entry, time),
			timeline
		};
	};
	/** The ledger read from the beginning: what a replay gives. */
	const fold = (entries) => entries.reduce((subject, entry) => applyEvent(subject, entry), null);
	/**
	* What a device shows: the pulled subject, and on top of it the device's own events that the subject does not contain
	* yet. They are judged as the server will probably judge them. An event that the server would reject changes nothing
	* here; the outbox shows it.
	*/
	const rebase = (confirmed, own, context) => own.reduce((subject, event) => {
		const judgement = judge(subject, event, {
			...context,
			now: eventTime(event, null).at
		});
		if (judgement.verdict === "rejected" || judgement.verdict === "held") return subject;
		return applyEvent(subject, {
			event,
			by: context.by,
			receivedAt: null,
			reason: null,
			...judgement
		});
	}, confirmed);
	return {
		judge,
		applyEvent,
		fold,
		rebase,
		isEventType: (type) => registered.has(type),
		audienceOf: (subject) => moduleOf(subject).audience(subject),
		foldVersionOf: (ref) => moduleOf(ref).foldVersion,
		/** The acts this person may do to the subject now: for buttons and keys. */
		mayDo: (subject, by, now) => {
			const module = moduleOf(subject);
			if (!module.covers(by, subject)) return [];
			return module.acts.filter((act) => act.from !== "new" && act.roles.includes(by.role) && mayHappen(module, act, subject.state) && !act.guard?.(subject, by, now)).map((act) => act.type);
		},
		/** The acts that a role may ever do. */
		actsOf: (role) => [...registered.values()].flatMap(({ act }) => act.roles.includes(role) ? act.type : []),
		/** The other subjects an event names. */
		namedBy: (event) => find(event.type).act.names?.(event.body) ?? [],
		actOf: (type) => find(type).act,
		/** The kinds of reference data that a judgement reads. */
		kindsRead: [...new Set(modules.flatMap(({ acts }) => acts.flatMap(({ reads }) => reads ?? [])))]
	};
};
// domain/subjects.ts
var subjectModules = [caseModule];
var { judge, applyEvent, fold, rebase, audienceOf, foldVersionOf, mayDo, namedBy, actOf, actsOf, kindsRead, isEventType } = createRegistry(subjectModules);
/** The registered kinds. */
var subjectKinds = subjectModules.map(({ kind }) => kind);
// domain/parse-event.ts
/** The schema of every event body, by type. */
var bodySchemas = Object.fromEntries(subjectModules.flatMap(({ acts }) => acts.map((act) => [act.type, act.body(schemas)])));
/** Reads an event's text. Errors: unreadableEvent, forbiddenText, unknownType. */
var parseEvent = (text) => {
	let json;
	try {
		json = JSON.parse(text);
	} catch {
		return err("unreadableEvent");
	}
	if (!hasOnlyStorableText(json)) return err("forbiddenText");
	const envelope = v.safeParse(envelopeSchema, json);
	if (!envelope.success) return err("unreadableEvent");
	const { type } = envelope.output;
	if (!isEventType(type) || !type.startsWith(`${envelope.output.subject.kind}.`)) return err("unknownType");
	const body = v.safeParse(bodySchemas[type], json.body);
	if (!body.success) return err("unreadableEvent");
	return ok({
		...envelope.output,
		type,
		body: body.output
	});
};
// domain/protocol/answer.ts
/** The first fields of every JSON answer. With `serverTime` a device computes the offset of its clock. */
var answerMeta = {
	marker: v.literal(MARKER),
	serverTime: v.number()
};
/**
* The head of the ledger that contains all of the answer. Opaque to the client, which sends it back with later requests. Absent if
* the client knows heads that this ledger does not have, and from older servers.
*/
var ledgerHead = { head: v.optional(v.pipe(v.string(), v.maxLength(96))) };
/** What every answer of this server has, and the page of a captive portal does not. */
var answerMetaSchema = v.object(answerMeta);
/**
* A refusal of the whole request. The client treats it as a failed transfer, never as a verdict on an event. `expected`:
* with `wrongAddress`, the address that the server expects pages to have.
*/
var refusalSchema = v.object({
	...answerMeta,
	error: v.string(),
	message: v.string(),
	expected: v.optional(v.string())
});
/** Reads a JSON message by its schema. Any other text, like the page of a captive portal, is `malformed`. */
var parseMessage = (schema, text) => {
	try {
		const parsed = v.safeParse(schema, JSON.parse(text));
		return parsed.success ? ok(parsed.output) : err("malformed");
	} catch {
		return err("malformed");
	}
};
/**
* What the server answered for these bytes before it was restored from a backup. If the signature is its own, the first
* `receivedAt` stays valid.
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
	/**
	* The number of unsent events on the device, this batch included. If the phone loses its storage, this is the last count
	* on the server.
	*/
	unsent: v.pipe(v.number(), v.integer(), v.minValue(0)),
	events: v.pipe(v.array(offeredEventSchema), v.maxLength(100))
});
/**
* One for each event, in the order sent. The same id and bytes always get the stored verdict, with `duplicate` true.
* `retry` means that the server could not decide now and stored nothing. `seq` is the subject's place in the feed of the
* region; null if the event is not part of a subject. `receipt` is the server's signature over event hash and received-at.
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
	...answerMeta,
	...ledgerHead,
	verdicts: v.array(verdictSchema)
});
// domain/protocol/pull.ts
/**
* Pull: what changed for a person since a cursor.
*
* If this version cannot read the kind or the form of a row, the rest of the page stays readable. The device stores the
* row as received and reads it after an update.
*/
/** How much of a photo is durable on the server. Absent: nothing yet. */
var storedSchema = v.picklist(["thumbnail", "complete"]);
/** How much of each photo is on the server, by hash. A value of a later version is left out, like a photo without bytes. */
var readStored = (stored) => Object.fromEntries(Object.entries(stored).flatMap(([hash, extent]) => v.is(storedSchema, extent) ? [[hash, extent]] : []));
/** A subject as the server folded it, its place in the feed, and which of its photos are on the server. */
var pulledSubjectSchema = v.object({
	seq: v.number(),
	subject: v.custom((value) => v.is(subjectRefSchema, value) && Array.isArray(value.timeline)),
	stored: v.record(v.string(), v.string()),
	/** The fold version of the body; absent from servers before protocol 5. */
	fold: v.optional(v.number())
});
/** One row of reference data. A null value: it was removed. */
var referenceRowSchema = v.object({
	seq: v.number(),
	kind: v.string(),
	id: v.string(),
	value: v.unknown()
});
/**
* `reset` begins a snapshot: pages from the beginning follow. After its last page (`more` is false) the client deletes the
* rows that no page had, never the outbox. The cursor is opaque to the client.
*/
var pullAnswerSchema = v.object({
	...answerMeta,
	reset: v.boolean(),
	more: v.boolean(),
	cursor: v.string(),
	subjects: v.array(pulledSubjectSchema),
	reference: v.array(referenceRowSchema),
	gone: v.array(subjectRefSchema),
	/** Ids of events of this device with photos or thumbnails that the server does not have and no row in `subjects` reports. */
	incomplete: v.optional(v.array(v.string()))
});
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
/** A location that is checked again and again, inside one grid. */
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
// domain/people/person.ts
/** A person, as in reference data and in the answer about the session. */
var personSchema = v.object({
	id: actorIdSchema,
	name: v.string(),
	role: roleSchema,
	region: v.pipe(v.string(), v.regex(/^\d{6}$/)),
	scope: v.array(v.pipe(v.string(), v.regex(/^\d{6,15}$/))),
	/** 责任单位: the responsible unit that the person works for; null for most people. */
	unit: v.optional(v.nullable(actorIdSchema))
});
// domain/reference/reference.ts
/** Reference data: what the office edits. Each kind is one line here. */
var kinds = {
	hazardKind: { schema: hazardKindSchema },
	grid: { schema: gridSchema },
	place: { schema: placeSchema },
	person: { schema: personSchema }
};
Object.keys(kinds);
var isReferenceKind = (kind) => Object.hasOwn(kinds, kind);
/** Null for a kind or a form that this version does not read. */
var parseReference = (kind, value) => {
	if (!isReferenceKind(kind)) return null;
	const parsed = v.safeParse(kinds[kind].schema, value);
	return parsed.success ? parsed.output : null;
};
// domain/protocol/photos.ts
/**
* Messages about photos. A photo and a thumbnail are each named by the SHA-256 of their bytes. Knowing a hash gives no
* access: the server answers a device only for hashes that its own events name, and each device sends its bytes itself.
*/
var OFFSET_HEADER = "upload-offset";
var LENGTH_HEADER = "upload-length";
var sha256Schema = v.pipe(v.string(), v.regex(sha256Pattern));
var haveRequestSchema = v.object({
	hashes: v.pipe(v.array(sha256Schema), v.maxLength(200)),
	/** Receipts, by hash, for photos that the server had before it was restored from a backup. */
	receipts: v.optional(v.record(sha256Schema, v.pipe(v.string(), v.maxLength(128))))
});
/** The server signs a `receipt` once the bytes are durable. A phone deletes a photo only if it has the receipt. */
var haveAnswerSchema = v.object({
	...answerMeta,
	...ledgerHead,
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
	...answerMeta,
	...ledgerHead,
	thumbnails: v.array(v.object({
		sha256: sha256Schema,
		stored: v.boolean(),
		reason: v.nullable(v.string())
	}))
});
var photoAnswerSchema = v.object({
	...answerMeta,
	sha256: sha256Schema
});
/** Frames: the length in 4 bytes, big-endian, and the bytes. The receiver hashes them, so they have no name. */
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
// domain/protocol/session.ts
var sessionAnswerSchema = v.object({
	...answerMeta,
	person: personSchema
});
v.object({
	...answerMeta,
	needsAdmin: v.boolean(),
	signedIn: v.optional(v.boolean())
});
/** The device's public key, as a JWK. The private key never leaves the device. */
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
* What a phone lost when the system cleared its storage, as far as the server knows: unsent events, and photos of reports that
* arrived. `seenAt` is when the phone last reported its number of unsent events.
*/
var lossSchema = v.object({
	events: v.number(),
	photos: v.number(),
	seenAt: v.number()
});
/** `lost`: for a device that the same session enrolled after another one whose storage was cleared. */
var deviceAnswerSchema = v.object({
	...answerMeta,
	device: actorIdSchema,
	lost: v.optional(v.nullable(lossSchema), null)
});
v.object({
	/** The one-time code that an empty server prints at its start. */
	code: v.string(),
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
	username: v.pipe(v.string(), v.regex(/^[a-z0-9_.-]{3,30}$/)),
	password: v.pipe(v.string(), v.minLength(8), v.maxLength(128)),
	region: v.pipe(v.string(), v.regex(/^\d{6}$/))
});
// src/storage/databases/main-db.ts
/**
* One person's own database on this phone.
*
* Promises: data of a completed transaction survives a crash of page, browser and phone (`strict`: Chromium flushes
* before `complete`). One save is one transaction. Schema changes are additive and never touch the outbox.
* Assumes: callers compress, hash and sign before they open a transaction, because awaiting anything but the database
* inside one would commit it early. Callers await the transaction, not single operations, because on a full disk some
* operations never settle.
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
		this.version(3).stores({ unreadSubjects: "key, snapshot" });
	}
};
// src/storage/databases/shared-db.ts
/** The small database shared by all people on this phone: who is signed in, and the settings of the app. */
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
// domain/people/authority.ts
/** What the person may do now. */
var authorityOf$1 = ({ id, role, region, scope, unit }) => ({
	person: id,
	role,
	region,
	scope,
	...unit ? { unit } : {}
});
// src/storage/person/authority.ts
var authorityOf = ({ person }) => authorityOf$1(person);
// src/storage/person/device-key.ts
var algorithm = {
	name: "ECDSA",
	namedCurve: "P-256"
};
var toBase64Url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
/** Created once for each person on each device. The private key is not exportable. */
var makeDeviceKey = async () => {
	const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
	return {
		key: pair.privateKey,
		publicKey: await crypto.subtle.exportKey("jwk", pair.publicKey)
	};
};
/** Lower-case hexadecimal SHA-256. */
var sha256Hex = async (data) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", data)), (byte) => byte.toString(16).padStart(2, "0")).join("");
/** Serialises an event once. Only this text is hashed, signed, stored and sent. */
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
// src/storage/person/sign-in.ts
/**
* The row of this person, with the device key of their first sign-in on this phone or with a new one. Nothing is
* stored until the server has the public key (`storeSignIn`).
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
/** Returns the stored row. When a row of the person exists already, its device and key stay. */
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
/** `serverTime`: what the server's clock showed when the offset was measured. */
var storeClockOffset = async (db, person, offset, serverTime) => {
	await db.signedIn.update(person, {
		clockOffset: offset,
		lastServerTime: serverTime
	});
};
// domain/ledger/subject-key.ts
var subjectKey = ({ kind, id }) => `${kind}:${id}`;
// src/storage/databases/quota.ts
/**
* Whether the error means that there was no space. Dexie wraps the browser's QuotaExceededError: in the AbortError of
* the transaction when the browser detects it at the end, in a BulkError when the write itself fails.
*/
var isQuotaError = (error) => {
	if (typeof error !== "object" || error === null) return false;
	const { name, inner, failures } = error;
	if (name === "QuotaExceededError" || isQuotaError(inner)) return true;
	return Array.isArray(failures) && failures.some(isQuotaError);
};
// src/storage/databases/cache-db.ts
var CacheDb = class extends Dexie {
	constructor(person) {
		super(`grid-patrol-cache-${person}`, { chromeTransactionDurability: "relaxed" });
		this.version(1).stores({ pictures: "key, usedAt" });
	}
};
// src/storage/databases/change-rows.ts
/**
* Changes the rows of these keys with one read and one write; a cursor would wait for the database at each row. A row
* that does not exist, or for which `change` returns null, stays unchanged. Returns the rows that were written.
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
// src/storage/photos/lost-photo.ts
/** The bytes on this phone are missing or damaged: the photo cannot be sent. The person sees it. */
var isLost = (photo) => photo.state === "waiting" && photo.lastError === "photoMissing";
// src/storage/photos/photos.ts
/** A confirmed photo is kept this long, unless space is short. */
var KEEP_CONFIRMED = 7 * DAY;
var readBytes = async (db, sha256) => (await db.photoBytes.get(sha256))?.data ?? null;
/** Pictures by their hashes, in the same order. */
var readPictures = async (db, hashes) => (await db.photoBytes.bulkGet([...hashes])).map((row) => row?.data ?? null);
var step = async (db, sha256, from, change) => {
	await changeRows(db.photos, [sha256], (photo) => photo.state === from ? change(photo) : null);
};
var markThumbnails = async (db, photos, thumbnailState) => {
	await changeRows(db.photos, photos, () => ({ thumbnailState }));
};
/**
* Records the start of a try before the first byte is sent, so that after a crash the next run asks for the upload
* offset. Returns the bytes and the photo as it was before, or null when it cannot be sent now.
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
/** Takes back the try that `takePhoto` recorded: no byte was sent. */
var markPhotoUntried = (db, sha256) => step(db, sha256, "waiting", ({ tries }) => ({ tries: tries - 1 }));
/** The server returned how many bytes it has. */
var markPhotoSent = (db, sha256, sent) => step(db, sha256, "waiting", () => ({ sent }));
var markPhotoStored = (db, sha256) => step(db, sha256, "waiting", ({ bytes }) => ({
	state: "stored",
	sent: bytes,
	lastError: null
}));
var markPhotoFailed = (db, sha256, lastError) => step(db, sha256, "waiting", () => ({ lastError }));
/** The server does not have the photo: it is sent again, with its thumbnail. */
var unsent = {
	state: "waiting",
	thumbnailState: "waiting",
	sent: 0,
	receipt: null,
	confirmedAt: null
};
/**
* Records the answer of `have`, by hash. With a receipt the photo is durable on the server, and this phone may free
* its bytes. Null means that the server does not have it, whatever it answered before (it may be restored from a
* backup).
*/
var recordReceipts = async (db, receipts, now) => {
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
* Asks the server about these photos, or all, once more, with their receipts: it was restored, or a pull shows that
* photos are missing. Until it answers, none of them is shown as complete. Photos confirmed within `except` are left
* out.
*/
var confirmPhotosAgain = async (db, hashes, except = {
	from: 0,
	to: 0
}) => {
	const selected = hashes === "all" ? await db.photos.toCollection().primaryKeys() : hashes;
	await changeRows(db.photos, selected, (photo) => {
		return (photo.state === "confirmed" || photo.state === "freed") && !isWithin(photo.confirmedAt, except) ? { state: "stored" } : null;
	});
};
/**
* Thumbnails are sent before their photos, so a server that was restored in between may have neither. For photos
* without a receipt, no other request asks about the thumbnail.
*/
var sendThumbnailsAgain = async (db, hashes) => {
	const selected = hashes === "all" ? await db.photos.toCollection().primaryKeys() : hashes;
	await changeRows(db.photos, selected, ({ receipt, thumbnailState }) => receipt === null && thumbnailState === "stored" ? { thumbnailState: "waiting" } : null);
};
/** The server lost the thumbnail but has the photo. */
var sendThumbnailAgain = async (db, sha256) => {
	await db.photos.update(sha256, { thumbnailState: "waiting" });
};
/**
* Frees the bytes of confirmed photos, oldest first; thumbnails stay. Under pressure the seven days do not count.
* Returns how many bytes were freed.
*
* Deletes in a delete-only transaction, the only kind that commits on a full disk. If the state update then fails for
* lack of space, the next tidy-up repeats it.
*/
var freeConfirmed = async (db, now, pressure) => {
	const free = await db.transaction("rw", db.photos, db.photoBytes, db.drafts, async () => {
		const confirmed = await db.photos.where("state").equals("confirmed").sortBy("order");
		const drafted = new Set((await db.drafts.toArray()).flatMap(({ photos }) => photos.map((p) => p.sha256)));
		const found = confirmed.filter(({ sha256, confirmedAt }) => !drafted.has(sha256) && (pressure || (confirmedAt ?? now) + KEEP_CONFIRMED <= now));
		await db.photoBytes.bulkDelete(found.map((photo) => photo.sha256));
		return found;
	});
	await db.photos.where("sha256").anyOf(free.map((photo) => photo.sha256)).and((photo) => photo.state === "confirmed").modify({ state: "freed" }).catch((error) => {
		if (!isQuotaError(error)) throw error;
	});
	return free.reduce((sum, photo) => sum + photo.bytes, 0);
};
// src/storage/photos/free-space.ts
/** Deletes data that also exists on the server: confirmed photos and cached pictures. */
var reclaimSpace = async (db, now) => {
	await freeConfirmed(db, now, true);
	const cache = new CacheDb(db.person);
	await cache.pictures.clear().catch((error) => {
		if (!isQuotaError(error)) throw error;
	}).finally(() => cache.close());
};
/** Writes; on a full disk, reclaims space and writes again. Throws the quota error when there is still no space. */
var withSpace = async (db, now, write) => {
	try {
		return await write();
	} catch (error) {
		if (!isQuotaError(error)) throw error;
	}
	await reclaimSpace(db, now);
	return write();
};
/** Makes space for the records of a sync, the reserve included. */
var reclaimSpaceToSend = async (db, now) => {
	await db.meta.delete("reserve");
	await reclaimSpace(db, now);
};
/** For text: like `withSpace`, and then also uses the reserve. */
var withTextSpace = async (db, now, write) => {
	try {
		return await withSpace(db, now, write);
	} catch (error) {
		if (!isQuotaError(error)) throw error;
	}
	await db.meta.delete("reserve");
	return write();
};
// src/storage/outbox/read-draft.ts
var readForm = (form) => {
	if (!("chosenPosition" in form)) return form;
	const { chosenPosition, noPosition, ...rest } = form;
	const given = chosenPosition?.source === "pin" ? chosenPosition : null;
	const choice = given && {
		source: "given",
		position: given
	};
	return {
		...rest,
		isSeverityByHand: false,
		carried: null,
		choice: noPosition === "indoors" ? { source: "indoors" } : choice,
		isLocationDenied: noPosition === "denied"
	};
};
/** A photo of an event, in the slot of its role. */
var inSlot = ({ role, ...photo }) => ({
	...photo,
	slot: role
});
/** The draft as stored by this version or by an earlier one, which an update leaves as it is. */
var readDraft = (row) => {
	if ("kind" in row) return row;
	const { id, caseId, updatedAt, form, photos, replaces, adding } = row;
	const common = {
		id,
		subject: {
			kind: "case",
			id: caseId
		},
		updatedAt,
		photos: photos.map(inSlot),
		undecoded: [],
		replaces
	};
	return adding ? {
		...common,
		kind: "photos",
		form: { missing: adding }
	} : {
		...common,
		kind: "report",
		form: readForm(form)
	};
};
/** The stored draft; undefined if there is none. */
var storedDraft = async (db, id) => {
	const row = await db.drafts.get(id);
	return row && readDraft(row);
};
/** All drafts, the last changed one first. */
var storedDrafts = async (db) => (await db.drafts.orderBy("updatedAt").reverse().toArray()).map(readDraft);
// src/storage/outbox/drafts.ts
var emptyForm = {
	family: null,
	hazard: null,
	severity: null,
	isSeverityByHand: false,
	spot: {
		placeId: null,
		placeName: "",
		building: "",
		unit: "",
		floor: "",
		detail: ""
	},
	carried: null,
	choice: null,
	fix: null,
	isLocationDenied: false,
	description: "",
	handled: false
};
/**
* Stores a draft; called at every change. Text is never refused for lack of space, because the reserve is kept for it.
* The stored photos stay as they are: only the functions for photos change them, so a late text write cannot drop a new
* photo. A draft that has become a report is not written again; the result is false then.
*/
var writeDraft = async (db, draft) => {
	const write = () => db.transaction("rw", db.drafts, db.outbox, async () => {
		const stored = await storedDraft(db, draft.id);
		if (!stored && await isReported(db, draft)) return false;
		const { photos, undecoded } = stored ?? draft;
		await db.drafts.put({
			...draft,
			photos,
			undecoded
		});
		return true;
	});
	return withTextSpace(db, draft.updatedAt, write);
};
var isReported = async (db, { kind, subject, replaces }) => {
	if (kind !== "report") return false;
	return await db.outbox.where("subjectKey").equals(subjectKey(subject)).filter(({ event }) => event.type === "case.reported" && (event.replaces ?? null) === replaces).count() > 0;
};
/** One transaction with the bytes, so that a crash leaves all or none. Reads the draft inside, so newer text stays. */
var addToDraft = async (db, draftId, pictures, now, add) => {
	const write = () => db.transaction("rw", db.drafts, db.photos, db.photoBytes, async () => {
		const draft = await storedDraft(db, draftId);
		if (!draft) return err("notFound");
		const next = {
			...add(draft),
			updatedAt: now
		};
		await db.photoBytes.bulkPut([...pictures]);
		await db.drafts.put(next);
		if (hashesIn(draft).length >= hashesIn(next).length) await dropUnusedBytes(db, draft);
		return ok(next);
	});
	try {
		return await withSpace(db, now, write);
	} catch (error) {
		if (isQuotaError(error)) return err("storageFull");
		throw error;
	}
};
/**
* Adds a photo to its draft: bytes, thumbnail and photo list in one transaction. `decoded` is the hash of the HEIC file
* that it was: the file is deleted with it. Errors: `storageFull`, `notFound`; the draft is unchanged then.
*/
var addDraftPhoto = (db, draftId, photo, pictures, now, decoded = null) => addToDraft(db, draftId, pictures, now, (draft) => ({
	...without(draft, decoded),
	photos: [...without(draft, photo.sha256).photos, photo]
}));
var without = (draft, hash) => ({
	...draft,
	photos: draft.photos.filter(({ sha256 }) => sha256 !== hash),
	undecoded: draft.undecoded.filter(({ sha256 }) => sha256 !== hash)
});
/** The hashes of each photo and file: its own, then that of its thumbnail. */
var hashesIn = ({ photos, undecoded }) => [...photos.map(({ sha256, thumbnail }) => [sha256, thumbnail.sha256]), ...undecoded.map(({ sha256 }) => [sha256])];
/** Deletes the bytes of these pictures, except bytes that an event or a stored draft still names. */
var dropUnusedBytes = async (db, was) => {
	const drafts = await storedDrafts(db);
	const inDrafts = new Set(drafts.flatMap(hashesIn).map(([sha256]) => sha256));
	for (const hashes of hashesIn(was)) {
		if (inDrafts.has(hashes[0]) || await db.photos.get(hashes[0])) continue;
		await db.photoBytes.bulkDelete(hashes);
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
// domain/place/report-position.ts
/**
* The position and the grid of a report: chosen by hand, or derived from fix, photos and place.
*
* Promises: a choice by hand is never overruled by a later fix or photo. A derived position follows its source: without
* the photo that gave it, it is derived anew. A circle that may cover several grids gives no grid.
*/
/** A fix that is older does not show where the phone is now. */
var FIX_LIFE = 6e5;
/** Photos that are at most this old were taken here. */
var JUST_TAKEN = 9e5;
/** Up to this accuracy the middle of the circle decides the grid, as on a border any choice is a guess. */
var EXACT = 20;
/** A compound is about as large as this. Farther away the phone is not at the place. */
var AT_PLACE = 300;
var isAt = ({ lat, lon, accuracyMetres }, place) => distanceMetres({
	lat,
	lon
}, place.position) <= AT_PLACE + (accuracyMetres ?? 0);
var isApproximate = ({ accuracyMetres }) => (accuracyMetres ?? 0) > 200;
var positionOfFix = ({ lat, lon, accuracyMetres, at }, now) => ({
	lat,
	lon,
	accuracyMetres,
	ageMillis: Math.max(0, now - at),
	source: "device"
});
/** Null without a fix that shows where the phone is now. */
var presentPosition = (fix, now) => fix && now - fix.at <= FIX_LIFE ? positionOfFix(fix, now) : null;
var positionOfPlace = ({ position: { lat, lon } }) => ({
	lat,
	lon,
	accuracyMetres: null,
	ageMillis: null,
	source: "place"
});
/** The camera of the form took its photos here, if it did not note when. */
var isJustTaken = ({ source, ageMillis }) => ageMillis === null ? source === "camera" : Math.abs(ageMillis) <= JUST_TAKEN;
var mayBeElsewhere = (photos) => photos.length > 0 && !photos.some(isJustTaken);
/** Where the device was when its camera took the first photo with a fix. */
var positionOfShot = (photos) => {
	const shot = photos.find(({ source, position }) => source === "camera" && position !== null);
	if (!shot?.position) return null;
	const sinceShot = Math.max(0, shot.ageMillis ?? 0);
	return {
		...shot.position,
		ageMillis: sinceShot + (shot.position.ageMillis ?? 0)
	};
};
/** The better of the fix of now and the one at the shutter, unless the device has moved away from the latter since. */
var positionOfDevice = (facts) => {
	const live = presentPosition(facts.fix, facts.now);
	const shot = positionOfShot(facts.photos);
	if (!shot) return mayBeElsewhere(facts.photos) ? null : live;
	if (!live) return shot;
	const [liveRadius, shotRadius] = [live.accuracyMetres ?? 0, shot.accuracyMetres ?? 0];
	return distanceMetres(live, shot) > liveRadius + shotRadius || shotRadius < liveRadius ? shot : live;
};
/** Of the first photo with a position, if all photos come from the album. */
var positionInAlbum = (photos) => photos.every(({ source }) => source === "file") ? photos.find(({ position }) => position !== null)?.position ?? null : null;
var derive = (facts) => {
	const place = facts.isPlaceByHand ? facts.place : null;
	const found = positionInAlbum(facts.photos) ?? positionOfDevice(facts);
	if (found !== null && !isApproximate(found) && (place === null || isAt(found, place))) return {
		position: found,
		isAsked: false
	};
	if (place) return {
		position: positionOfPlace(place),
		isAsked: false
	};
	return {
		position: found,
		isAsked: found === null && mayBeElsewhere(facts.photos)
	};
};
/** Null if the choice has lost its source: the photo was removed, or no place is chosen any more. */
var chosen = (facts) => {
	const { choice, fix, photos, place, now } = facts;
	switch (choice?.source) {
		case void 0: return null;
		case "indoors": return { position: null };
		case "given": return { position: choice.position };
		case "device": return { position: fix && {
			...positionOfFix(fix, now),
			byHand: true
		} };
		case "place": return place && { position: {
			...positionOfPlace(place),
			byHand: true
		} };
		case "photo": {
			const position = photos.find(({ sha256 }) => sha256 === choice.sha256)?.position;
			return position ? { position: {
				...position,
				byHand: true
			} } : null;
		}
	}
};
/** The grid that contains all points at which the report may have been made; null if there are several or none. */
var certainGrid = (grids, position) => {
	const grid = gridAt(grids, position);
	const radius = position.accuracyMetres ?? 0;
	if (grid === null || radius > 200) return null;
	const isShared = grids.some((it) => it !== grid && polygonDistanceMetres(it.polygon, position) <= radius);
	return radius > EXACT && isShared ? null : grid.code;
};
/** A pin decides the grid, then the place that the person chose, then the position. */
var gridOf = ({ grids, place, isPlaceByHand }, position) => {
	if (place && isPlaceByHand && position?.source !== "pin") return place.grid;
	return (position && certainGrid(grids, position)) ?? place?.grid ?? null;
};
var reportPosition = (facts) => {
	const { position, isAsked } = {
		isAsked: false,
		...chosen(facts) ?? derive(facts)
	};
	return {
		position,
		isAsked,
		grid: isAsked ? null : gridOf(facts, position)
	};
};
// domain/base/errors.ts
/**
* Every error of the product. An answer has the code, and the interface translates it (`src/ui/i18n`). `retry`: true if the
* same bytes may succeed later.
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
	wrongAddress: {
		retry: true,
		message: "The page has another address than this server expects."
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
// src/storage/outbox/outbox.ts
/** Thrown when the photos of the draft changed after the event was created. Nothing was saved. */
var DraftPhotosChanged = class extends Error {};
/** A photo as an event names it. A slot other than `after` shows the scene. */
var inManifest = ({ slot, ...photo }) => ({
	...photo,
	role: slot === "after" ? "after" : "scene"
});
var photosIn = (photos) => photos.map(({ sha256, role }) => `${sha256} ${role}`).join();
/** HEIC files that are not decoded yet go on as photos for the same subject. */
var endDraft = async (db, draft) => {
	if (!draft) return;
	if (draft.undecoded.length > 0) {
		const rest = {
			id: crypto.randomUUID(),
			photos: [],
			replaces: null
		};
		await db.drafts.add({
			...draft,
			...rest,
			kind: "photos",
			form: { missing: [] }
		});
	}
	await db.drafts.delete(draft.id);
};
/** The report that a first tap has already saved, when a second tap creates another event from the same draft. */
var sameReport = async (db, event) => event.type === "case.reported" ? await db.outbox.where("subjectKey").equals(subjectKey(event.subject)).filter((row) => row.event.type === "case.reported" && row.event.replaces === event.replaces).first() : void 0;
/**
* Saves an event with its photos in one strict transaction. After it, the event is safe on this phone.
*
* The bytes of the photos are in `photoBytes` since they joined the draft, or on the server with a receipt. A save
* with missing bytes is refused as a whole. Saving the same event or the same draft twice changes nothing. Returns the
* id of the saved event. Throws DraftPhotosChanged when the draft has other photos.
*/
var saveEvent = async (db, { event, signed, draftId, pictures = [], notBefore, now }) => db.transaction("rw", [
	db.outbox,
	db.photos,
	db.photoBytes,
	db.drafts
], async () => {
	const hashes = event.photos.map((photo) => photo.sha256);
	if (pictures.length > 0) await db.photoBytes.bulkPut([...pictures]);
	const [draft, byId, byDraft, last, present, known] = await Promise.all([
		draftId === null ? void 0 : storedDraft(db, draftId),
		db.outbox.get(event.id),
		sameReport(db, event),
		db.outbox.orderBy("order").last(),
		presentBytes(db, event.photos),
		db.photos.bulkGet(hashes)
	]);
	const saved = byId ?? byDraft;
	if (saved) {
		await endDraft(db, draft);
		return saved.eventId;
	}
	if (draft && photosIn(draft.photos.map(inManifest)) !== photosIn(event.photos)) throw new DraftPhotosChanged();
	const isSafe = ({ sha256, thumbnail }, i) => present.has(thumbnail.sha256) && (present.has(sha256) || (known[i]?.receipt ?? null) !== null);
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
		...notBefore === void 0 ? {} : { notBefore },
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
		isHere: present.has(photo.sha256)
	}));
	await Promise.all([
		db.outbox.add(row),
		db.photos.bulkPut(claimed),
		event.replaces && db.outbox.update(event.replaces, { replacedBy: event.id }),
		endDraft(db, draft)
	]);
	return event.id;
});
/**
* The hashes of these photos and thumbnails whose bytes are on this phone. Counts run in parallel; a cursor would wait
* for the database at each row.
*/
var presentBytes = async (db, photos) => {
	const hashes = photos.flatMap((photo) => [photo.sha256, photo.thumbnail.sha256]);
	const counts = await Promise.all(hashes.map((hash) => db.photoBytes.where("sha256").equals(hash).count()));
	return new Set(hashes.filter((_, i) => counts[i] > 0));
};
/**
* A lost photo becomes sendable again. A freed photo whose bytes came back becomes confirmed, so that it can be freed
* again.
*/
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
/** Events without a verdict, oldest first: the order within a subject is the order of saving. */
var unsentEvents = (db) => db.outbox.where("unsent").equals(1).sortBy("order");
/**
* Writes the verdicts of one push. A verdict is matched by the hash of the bytes sent, so an answer to other bytes
* changes nothing. `retry` leaves the event unsent. Verdicts that another tab wrote in the meantime stay. Returns the
* ids of the events that are still unsent.
*/
var recordVerdicts = async (db, sent, verdicts) => {
	const verdictsByHash = new Map(verdicts.map((verdict) => [verdict.hash, verdict]));
	return idsOf((await changeRows(db.outbox, idsOf(sent), (row) => row.unsent === 1 ? verdictChange(row, verdictsByHash.get(row.hash)) : null)).filter((row) => row.unsent === 1));
};
var verdictChange = ({ tries }, answer) => {
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
/** For a failure of the link or the server: the events stay unsent, and the count of tries is shown to the person. */
var countFailedTry = async (db, rows, lastError) => {
	await changeRows(db.outbox, idsOf(rows), (row) => row.unsent === 1 ? {
		tries: row.tries + 1,
		lastError
	} : null);
};
/**
* These events, and all other events of the same subjects on this phone: a server that lost one of them may have lost
* the others.
*/
var withTheirSubjects = async (db, ids) => {
	const rows = await db.outbox.bulkGet([...ids]);
	const keys = [...new Set(rows.flatMap((row) => row?.subjectKey ?? []))];
	return (await Promise.all(keys.map((key) => db.outbox.where("subjectKey").equals(key).primaryKeys()))).flat();
};
/**
* Offers events to the server again after it lost them: these events and the others of their subjects, so that the
* order within a subject is kept, or all events. The old verdict stays until a new one arrives. A repeated event
* changes nothing on a server that has it. Corrections by an admin are read again from the next pull.
*/
var offerEventsAgain = async (db, ids) => {
	const offered = ids === "all" ? await db.outbox.toCollection().primaryKeys() : await withTheirSubjects(db, ids);
	await changeRows(db.outbox, offered, () => ({
		unsent: 1,
		mendedAs: void 0
	}));
};
// src/storage/outbox/event-photos.ts
/**
* Removes an event from the photos that it names. A photo that no other event names is deleted, with its bytes unless a
* draft names it. Call it in a transaction with `photos`, `photoBytes` and `drafts`.
*/
var dropEventPhotos = async (db, { eventId, event }) => {
	for (const photo of await db.photos.where("events").equals(eventId).toArray()) {
		const events = photo.events.filter((id) => id !== eventId);
		if (events.length > 0) await db.photos.update(photo.sha256, { events });
		else await db.photos.delete(photo.sha256);
	}
	await dropUnusedBytes(db, {
		photos: event.photos,
		undecoded: []
	});
};
// src/storage/outbox/undo.ts
var UNDO_TIME = 8e3;
/** Whether the event may not be sent yet. A later time than `UNDO_TIME` means that the clock was set back. */
var isHeld = ({ notBefore }, now) => notBefore !== void 0 && notBefore > now && notBefore <= now + 8e3;
/** When the first event that is held now may be sent; null if none is held. */
var nextRelease = (rows, now) => {
	const times = rows.flatMap((row) => isHeld(row, now) ? row.notBefore : []);
	return times.length === 0 ? null : Math.min(...times);
};
/** Ends the time to undo for the events of a batch. Returns the rows without those that were undone. */
var takeForSending = async (db, batch) => {
	const held = batch.flatMap(({ eventId, notBefore }) => notBefore === void 0 ? [] : eventId);
	if (held.length === 0) return [...batch];
	const taken = await changeRows(db.outbox, held, () => ({ notBefore: void 0 }));
	const takenIds = new Set(taken.map(({ eventId }) => eventId));
	return batch.filter(({ eventId, notBefore }) => notBefore === void 0 || takenIds.has(eventId));
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
// src/storage/subjects/reference.ts
var rowsOf = (db, kind) => db.reference.where("[kind+id]").between([kind, Dexie.minKey], [kind, Dexie.maxKey]);
/** Leaves out rows that this version cannot read and rows that were removed; neither is an error. */
var readAll = async (db, kind) => {
	return (await rowsOf(db, kind).toArray()).flatMap(({ value, isReadable }) => isReadable ? [value] : []);
};
/** The pulled catalogue, or the shipped one until the first pull. Not for use inside a transaction. */
var hazardKinds = async (db) => {
	const pulled = await readAll(db, "hazardKind");
	if (pulled.length > 0) return pulled;
	return (await Promise.resolve().then(() => (init_shipped_hazard_kinds(), shipped_hazard_kinds_exports))).shippedHazardKinds;
};
var grids = (db) => readAll(db, "grid");
var places = (db) => readAll(db, "place");
// src/storage/outbox/save-report.ts
var readArea = async (db) => {
	const [gridRows, placeRows] = await Promise.all([grids(db), places(db)]);
	return {
		grids: gridRows,
		places: placeRows
	};
};
/** Where the report of this draft would be, if it were saved now. */
var positionOfDraft = ({ form, photos }, { grids, places }, now) => reportPosition({
	choice: form.choice,
	fix: form.fix,
	photos: photos.map(({ sha256, source, position, takenAt }) => {
		const taken = Date.parse(takenAt ?? "");
		return {
			sha256,
			source,
			position,
			ageMillis: Number.isNaN(taken) ? null : now - taken
		};
	}),
	place: places.find(({ id }) => id === form.spot.placeId) ?? null,
	isPlaceByHand: !(form.carried?.fields.includes("place") ?? false),
	grids,
	now
});
var whyNone = ({ choice, isLocationDenied }) => {
	if (choice?.source === "indoors") return "indoors";
	return isLocationDenied ? "denied" : "unavailable";
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
	...signedIn.lastServerTime === void 0 ? {} : { lastServerTime: signedIn.lastServerTime },
	...what
});
/**
* Throws for an event that the ledger cannot read: the server would reject it and its photos would never be claimed.
*/
var save = async (author, event, rest) => {
	const { db, now } = author;
	const signed = await signEvent(event, author.signedIn.key);
	const read = parseEvent(signed.text);
	if (!read.ok) throw new Error(read.error);
	const toSave = {
		event,
		signed,
		now,
		...rest
	};
	const write = rest.pictures?.length ? withSpace : withTextSpace;
	try {
		return ok(await write(db, now, () => saveEvent(db, toSave)));
	} catch (error) {
		if (isQuotaError(error)) return err("storageFull");
		throw error;
	}
};
/** The part of a report that the person entered. The device's fix is left out: it differs at every try. */
var ownPart = (event) => {
	if (event.type !== "case.reported") return "";
	const { hazard, severity, spot, position, description, handled } = event.body;
	const chosen = position?.source === "device" ? null : position;
	return JSON.stringify([
		hazard,
		severity,
		spot,
		chosen,
		description,
		handled,
		event.photos
	]);
};
/**
* Creates a signed event from the draft and saves it; the draft is deleted in the same transaction. A photo that
* joined the stored draft after the screen last read it becomes part of the report. Errors: `incomplete` without a
* hazard kind or severity, or while it is unknown where photos of the album were taken; `storageFull` with everything unchanged; `reported` when the case already has a report with
* other content, for example from another window.
*/
var saveReport = async (author, draft, area) => {
	const { db, now, signedIn } = author;
	const { form, photos } = draft;
	if (form.hazard === null || form.severity === null) return err("incomplete");
	const { position, grid, isAsked } = positionOfDraft(draft, area, now);
	if (isAsked) return err("incomplete");
	const event = eventOf(author, {
		type: "case.reported",
		subject: draft.subject,
		photos: photos.map(inManifest),
		...draft.replaces === null ? {} : { replaces: draft.replaces },
		body: {
			hazard: form.hazard,
			severity: form.severity,
			channel: capabilities[signedIn.person.role].channel ?? "patrol",
			grid,
			spot: cleanSpot(form.spot),
			position,
			noPosition: position ? null : whyNone(form),
			description: cleanText(form.description),
			handled: form.handled
		}
	});
	try {
		const saved = await save(author, event, { draftId: draft.id });
		if (!saved.ok || saved.value === event.id) return saved;
		const first = await db.outbox.get(saved.value);
		return first && ownPart(first.event) === ownPart(event) ? saved : err("reported");
	} catch (error) {
		const stored = error instanceof DraftPhotosChanged ? await storedDraft(db, draft.id) : void 0;
		if (!stored) throw error;
		return saveReport(author, {
			...draft,
			photos: stored.photos
		}, area);
	}
};
/**
* Saves a note, photos or a decision. It is shown at once and sent when there is a link, a decision after the time in which
* it can be undone.
*/
var saveCaseEvent = (author, act) => {
	const { caseId, type, text, photos = [], pictures = [], draftId = null } = act;
	return save(author, eventOf(author, {
		type,
		subject: {
			kind: "case",
			id: caseId
		},
		photos: [...photos],
		body: { text: cleanText(text) }
	}), {
		draftId,
		pictures,
		notBefore: isDecision(actOf(type)) ? author.now + UNDO_TIME : void 0
	});
};
// src/storage/outbox/remaining-of.ts
var bytesOf = (photos, bytes) => photos.reduce((sum, photo) => sum + bytes(photo), 0);
/** `events` and `photos` must contain every row that has not arrived; other rows do not change the result. */
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
		unconfirmed: photos.filter((photo) => photo.state === "stored").length,
		lost: lost.length,
		lostBytes: bytesOf(lost, (photo) => photo.bytes)
	};
};
// src/storage/outbox/waiting.ts
/** Uses indexes, so rows that have arrived cost nothing. */
var readWaiting = (db) => db.transaction("r", db.outbox, db.photos, async () => {
	const [events, unconfirmed, withoutThumbnail] = await Promise.all([
		unsentEvents(db),
		db.photos.where("state").anyOf("waiting", "stored").toArray(),
		db.photos.where("thumbnailState").equals("waiting").toArray()
	]);
	return {
		events,
		photos: [...new Map([...unconfirmed, ...withoutThumbnail].map((photo) => [photo.sha256, photo])).values()].sort((a, b) => b.order - a.order)
	};
});
// src/storage/outbox/remaining.ts
/** Events without a verdict. */
var countUnsent = (db) => db.outbox.where("unsent").equals(1).count();
var remaining = async (db) => remainingOf(await readWaiting(db));
// src/storage/outbox/trust-state.ts
/**
* Complete requires a receipt for every photo of the manifest; the answer to the upload is not enough. An event that
* is offered again counts as "on this phone" until a new verdict arrives, because the server may not have it.
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
	const received = rows.filter((row) => row && row.state !== "waiting").length;
	const lost = rows.filter((row) => row === void 0 || isLost(row)).length;
	return {
		kind: received === 0 ? "textReceived" : "photos",
		there: received,
		of: rows.length,
		lost
	};
};
/** The same for a report of another device, from the server's list of photos. */
var pulledTrustState = (photos, stored) => {
	const received = photos.filter((photo) => stored[photo.sha256] === "complete").length;
	if (received === photos.length) return { kind: "complete" };
	return {
		kind: received === 0 ? "textReceived" : "photos",
		there: received,
		of: photos.length,
		lost: 0
	};
};
// src/storage/subjects/reference-view.ts
/**
* The reference data of the last pull, for judging own events. Null for an id that the office removed. Not for use
* inside a transaction.
*/
var readReferenceView = async (db) => {
	const values = /* @__PURE__ */ new Map();
	for (const kind of kindsRead) {
		const rows = await rowsOf(db, kind).toArray();
		values.set(kind, new Map(rows.map(({ id, value, isReadable }) => [id, isReadable ? value : null])));
	}
	if (values.get("hazardKind")?.size === 0) values.set("hazardKind", new Map((await hazardKinds(db)).map((kind) => [kind.code, kind])));
	return { get: (kind, id) => values.get(kind)?.get(id) };
};
// src/storage/subjects/shown-subjects.ts
/** A subject that an own event names is not looked up: the judgement is provisional, the server judges. */
var notHere = () => void 0;
var onTop = (confirmed, rows) => {
	const known = new Set(confirmed?.timeline.map((line) => line.eventId));
	return rows.filter((row) => row.verdict !== "rejected" && !known.has(row.eventId));
};
/** One subject from its rows: the server's subject with this person's events on top. */
var showSubject = (row, rows, by, reference) => {
	const confirmed = row?.subject ?? null;
	const own = onTop(confirmed, rows);
	const shown = rebase(confirmed, own.map(({ event }) => event), {
		by,
		reference,
		related: notHere
	});
	return shown && {
		subject: shown,
		stored: row?.stored ?? {},
		pending: own.length
	};
};
/** The same of a case; null for a subject of another kind. */
var showCase = (...args) => {
	const shown = showSubject(...args);
	if (shown?.subject.kind !== "case") return null;
	const { subject, ...rest } = shown;
	return {
		case: subject,
		...rest
	};
};
// src/storage/subjects/one-case.ts
/** This phone's own events of one case, oldest first, with their verdicts. */
var caseOutbox = (db, caseId) => db.outbox.where("subjectKey").equals(subjectKey({
	kind: "case",
	id: caseId
})).sortBy("order");
/** The case as the server has it, with this person's events on top; null when this phone does not have it. */
var shownCase = async (db, by, caseId) => {
	const [row, rows, reference] = await Promise.all([
		db.subjects.get(subjectKey({
			kind: "case",
			id: caseId
		})),
		caseOutbox(db, caseId),
		readReferenceView(db)
	]);
	return showCase(row, rows, by, reference);
};
// src/sync/transport/transport.ts
var answerText = (answer) => new TextDecoder().decode(answer.bytes);
var SLOWEST_BYTES_PER_SECOND = 5120;
var BASE_TIMEOUT = 3e4;
/** Generous: bytes in the system's own buffers move without progress reports. */
var stallTime = (bodyBytes) => BASE_TIMEOUT + Math.ceil(bodyBytes / SLOWEST_BYTES_PER_SECOND * 1e3);
// src/sync/transport/call.ts
/**
* Sends one request to our server and interprets the answer.
*
* Promises: only an answer with our marker counts. A captive portal's 200 or a proxy's error page is a broken link.
* The one exception is 413, which a proxy in front of the server may answer by itself. A refusal is never a verdict on
* an event.
* Assumes: the browser adds the cookie. Person and device are sent as headers so that the server can compare them with
* it.
*/
/** Sent with every request: the server leaves out what this version cannot read. */
var versionHeader = { [PROTOCOL_HEADER]: String(6) };
/** Sent with every sync request. */
var identityHeaders = ({ person, device }) => ({
	...versionHeader,
	[PERSON_HEADER]: person,
	[DEVICE_HEADER]: device
});
/** The ledger heads that the phone received since its last pull. */
var knownHeadsHeader = (knownHeads) => knownHeads.length === 0 ? {} : { [KNOWN_HEADS_HEADER]: knownHeads.join() };
/** The link failed during the request. False without a link and for a request that the caller stopped. */
var wasCutMidway = (failure) => failure.kind === "link" && failure.error !== "stopped" && failure.wasUnderWay;
/** There was no link: nothing was sent, so this does not count as a try. */
var wasNeverSent = (failure) => failure.kind === "link" && failure.error !== "stopped" && !failure.wasUnderWay;
/** The parser of an answer, from its schema. */
var readAs = (schema) => (text) => parseMessage(schema, text);
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
var refusalOf = ({ status, header }, { error: code, expected }) => {
	const error = isErrorCode(code) ? code : "internal";
	if (status === 401 && signedOutCodes.includes(error)) return {
		kind: "signedOut",
		error
	};
	return {
		kind: "refused",
		status,
		error,
		header,
		expected
	};
};
/** Whole seconds only, as our server sends them. */
var retryAfterOf = ({ status, header }) => {
	const seconds = status === 429 || status === 503 ? header("retry-after") : null;
	return seconds !== null && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1e3 : null;
};
var sizeOf = (body) => typeof body === "string" ? body.length : body?.byteLength ?? 0;
/**
* Without a link a request fails within this time. When the transport reports no progress, a request that took longer
* counts as sent.
*/
var FAILS_WITHIN = 1e3;
var createCall = (deps) => {
	const { identity, now, onAlive, onServerTime, onBytesSent, onRetryAfter } = deps;
	const identityOnly = identity === null ? versionHeader : identityHeaders(identity);
	const exchange = async (request) => {
		const bytes = sizeOf(request.body);
		let sent = 0;
		const countSent = (total) => {
			onBytesSent?.(total - sent);
			sent = total;
		};
		const sentAt = now();
		const answered = await deps.transport({
			...request,
			headers: {
				...identityOnly,
				...request.headers
			},
			signal: deps.signal,
			timeoutMillis: stallTime(bytes),
			onSent: (total) => {
				countSent(total);
				request.onSent?.(total);
			}
		});
		const isPerhapsSent = deps.transport.reportsProgress === false && bytes > 0 && now() - sentAt > FAILS_WITHIN;
		if (!answered.ok) return err({
			kind: "link",
			error: answered.error,
			wasUnderWay: sent > 0 || isPerhapsSent
		});
		countSent(bytes);
		const answer = answered.value;
		if (request.method === "HEAD") {
			if (answer.header("upload-offset") !== null) onAlive?.();
			return ok(answer);
		}
		const text = answerText(answer);
		const meta = parseMessage(answerMetaSchema, text);
		if (meta.ok) {
			onAlive?.();
			onServerTime?.(meta.value.serverTime, sentAt, now());
		}
		if (answer.status >= 200 && answer.status < 300) return ok(answer);
		const refusal = parseMessage(refusalSchema, text);
		const retryAfter = refusal.ok ? retryAfterOf(answer) : null;
		if (retryAfter !== null) await onRetryAfter?.(retryAfter);
		if (refusal.ok) return err(refusalOf(answer, refusal.value));
		return answer.status === 413 ? err(refusalOf(answer, { error: "tooLarge" })) : brokenLink;
	};
	const json = async (request, parse) => {
		const answered = await exchange(request);
		if (!answered.ok) return answered;
		const text = answerText(answered.value);
		const parsed = parse(text);
		if (parsed.ok) return parsed;
		if (parseMessage(answerMetaSchema, text).ok) return err(refusalOf(answered.value, { error: "malformed" }));
		return brokenLink;
	};
	return {
		exchange,
		json
	};
};
// src/sync/online/session.ts
var neverAborted = new AbortController().signal;
var callOf = (transport) => createCall({
	transport,
	identity: null,
	now: Date.now,
	signal: neverAborted
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
	if (failure.kind === "link") return failure.error;
	if (failure.expected !== void 0) return { expected: failure.expected };
	return failure.status === 429 ? "tooManyTries" : failure.error;
};
/** The last sign-out request. Its answer deletes the cookie, so a sign-in must not start before it. */
var lastSignOut = Promise.resolve();
/**
* Signs in on the server, then enrols this device. The device key is made at the first sign-in of a person and kept.
* The person becomes the current one on this phone only when every step worked.
*/
var signIn = async (deps, username, password) => {
	await lastSignOut;
	const request = post("/api/auth/sign-in/username", {
		username,
		password
	});
	const signedIn = await callOf(deps.transport).json(request, readAs(sessionAnswerSchema));
	return signedIn.ok ? enrol(deps) : err(signInError(signedIn.error));
};
/** Enrols this device for the person of the session cookie. */
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
// src/storage/outbox/retry-after.ts
var readRetryAfter = async (db) => {
	const row = await db.meta.get("heldUntil");
	return row?.key === "heldUntil" ? row.value : 0;
};
var storeRetryAfter = async (db, until) => {
	await db.meta.put({
		key: "heldUntil",
		value: until
	});
};
// src/storage/subjects/apply-pulled-verdicts.ts
var changeIn = ({ pulled: { seq }, subject }, { eventId, hash, reason }) => {
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
* Finds own rejected events that an admin accepted later, unchanged or corrected, in the pulled timelines. `own` are
* this phone's events of these subjects. Runs in the transaction that stores the rows.
*/
var applyPulledVerdicts = async (db, rows, own) => {
	const rowsByKey = new Map(rows.map((row) => [row.key, row]));
	const rejected = own.filter((row) => row.verdict === "rejected").map((row) => row.eventId);
	await changeRows(db.outbox, rejected, (row) => {
		const pulled = rowsByKey.get(row.subjectKey);
		return pulled ? changeIn(pulled, row) : null;
	});
};
// src/storage/subjects/known-heads.ts
var readKnownHeads = async (db) => {
	const row = await db.meta.get("seen");
	return row?.key === "seen" ? row.value : [];
};
/** The server recognised the offered heads; the returned ones, if any, replace them. Runs within a transaction. */
var replaceHeads = async (db, offered, returned) => {
	const others = (await readKnownHeads(db)).filter((head) => !offered.includes(head) && !returned.includes(head));
	if (offered.length + returned.length > 0) await db.meta.put({
		key: "seen",
		value: [...others, ...returned]
	});
};
/**
* Records the results of an answer together with its ledger head. `offered` are the known heads that the request
* carried.
*/
var recordWithHead = (db, table, { offered, head }, record) => db.transaction("rw", table, db.meta, async () => {
	if (head !== void 0) await replaceHeads(db, offered, [head]);
	return record();
});
// domain/read-subject.ts
var schemasByKind = new Map(subjectModules.map(({ kind, schema }) => [kind, schema(schemas)]));
/** A pulled or stored subject; null for a kind or a form that this version does not read. */
var readSubject = (raw) => {
	if (!v.is(subjectRefSchema, raw)) return null;
	const schema = schemasByKind.get(raw.kind);
	return schema && v.is(schema, raw) ? raw : null;
};
// src/storage/subjects/pulled-rows.ts
var isRead = (row) => row.subject !== null;
var readRow = (pulled) => ({
	key: subjectKey(pulled.subject),
	pulled,
	subject: readSubject(pulled.subject),
	stored: readStored(pulled.stored)
});
var eventIdsIn = ({ subject: { timeline } }) => timeline.flatMap((line) => {
	const { eventId } = line ?? {};
	return typeof eventId === "string" ? eventId : [];
});
/** Stores rows of one snapshot. A row that this version cannot read goes to `unreadSubjects`, as received. */
var storeRows = async (db, rows, snapshot) => {
	const read = rows.filter(isRead);
	const unread = rows.filter((row) => !isRead(row));
	await db.subjects.bulkPut(read.map(({ key, pulled: { seq, fold = 1 }, subject, stored }) => ({
		key,
		seq,
		subject,
		stored,
		snapshot,
		fold
	})));
	await db.unreadSubjects.bulkDelete(read.map(({ key }) => key));
	await db.unreadSubjects.bulkPut(unread.map(({ key, pulled }) => ({
		key,
		seq: pulled.seq,
		pulled,
		eventIds: eventIdsIn(pulled),
		snapshot
	})));
	await db.subjects.bulkDelete(unread.map(({ key }) => key));
};
var deleteSubjects = async (db, keys) => {
	await db.subjects.bulkDelete(keys);
	await db.unreadSubjects.bulkDelete(keys);
};
/** Identifies what this version reads: the registered kinds and their fold versions. */
var readableKinds = () => JSON.stringify(subjectKinds.map((kind) => [kind, foldVersionOf({ kind })]));
/**
* Once after an update of the app: reads the unread rows again, and sets rows aside that an older fold wrote and that
* this version cannot read.
*/
var readSubjectsAgain = (db) => db.transaction("rw", db.subjects, db.unreadSubjects, db.meta, async () => {
	if ((await db.meta.get("readWith"))?.value === readableKinds()) return;
	const stale = (await db.subjects.filter(({ subject }) => readSubject(subject) === null).toArray()).map(({ seq, subject, stored, snapshot, fold = 1 }) => {
		return {
			...readRow({
				seq,
				subject,
				stored,
				fold
			}),
			snapshot
		};
	});
	const kept = (await db.unreadSubjects.toArray()).map(({ pulled, snapshot }) => ({
		...readRow(pulled),
		snapshot
	}));
	const all = [...stale, ...kept];
	for (const snapshot of new Set(all.map((row) => row.snapshot))) await storeRows(db, all.filter((row) => row.snapshot === snapshot), snapshot);
	await db.meta.put({
		key: "readWith",
		value: readableKinds()
	});
});
// src/storage/subjects/subjects.ts
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
* Stores one page and its cursor in one transaction, so that a crash can neither skip nor repeat anything.
*
* A reset page begins a new snapshot. When the snapshot ends, rows that none of its pages contained are swept, but
* never the outbox. A reset for a phone with a cursor or known heads means a restored server or another scope: the
* phone offers its events again, which changes nothing on a server that has them. Photos confirmed while the page was
* in flight are newer than the page, so the phone does not ask about them again.
*
* Returns false, and stores nothing, when the cursor has moved since the request. Another tab or the worker may pull
* too. A page requested from an older cursor would overwrite newer rows or skip a gap, so it is discarded.
*/
var applyPullPage = async (db, page, { knownHeads, cursor, ...inFlight } = {
	from: 0,
	to: 0,
	knownHeads: []
}) => {
	const tables = [
		db.subjects,
		db.unreadSubjects,
		db.reference,
		db.meta,
		db.outbox,
		db.photos
	];
	return db.transaction("rw", tables, async () => {
		const storedCursor = await readCursor(db);
		if (cursor !== void 0 && cursor !== storedCursor) return false;
		const rows = page.subjects.map(readRow);
		const own = await ownEvents(db, rows);
		const hadHistory = storedCursor !== null || knownHeads.length > 0;
		if (page.reset && hadHistory) {
			await offerEventsAgain(db, "all");
			await confirmPhotosAgain(db, "all");
			await sendThumbnailsAgain(db, "all");
		} else {
			await confirmPhotosAgain(db, [...notComplete(rows, own), ...await incompletePhotos(db, page)], inFlight);
			await sendThumbnailsAgain(db, notOnServer(rows));
		}
		const snapshot = await readSnapshot(db) + (page.reset ? 1 : 0);
		await storeRows(db, rows, snapshot);
		await applyPulledVerdicts(db, rows.filter(isRead), own);
		await deleteSubjects(db, page.gone.map(subjectKey));
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
		if (page.reset || !page.more) await replaceHeads(db, knownHeads, []);
		if (!page.more) await sweep(db, snapshot);
		return true;
	});
};
/** Own events of the page's subjects. Read in parallel; a cursor would wait for the database at each row. */
var ownEvents = async (db, rows) => {
	return (await Promise.all(rows.map(({ key }) => db.outbox.where("subjectKey").equals(key).toArray()))).flat();
};
/**
* Photos that the page does not report as complete. When this phone has a receipt for one of them, the server may have
* lost the photo. After a resubmission the case may name fewer photos than the own events do; those are included,
* because the page does not report them.
*/
var notComplete = (rows, own) => rows.flatMap(({ key, subject, stored }) => {
	const mine = own.filter((row) => row.subjectKey === key);
	return [...subject?.photos ?? [], ...mine.flatMap((row) => row.event.photos)].flatMap(({ sha256 }) => stored[sha256] === "complete" ? [] : sha256);
});
/** Photos of which the server has neither the bytes nor the thumbnail. */
var notOnServer = (rows) => rows.flatMap(({ subject, stored }) => (subject?.photos ?? []).flatMap(({ sha256 }) => stored[sha256] === void 0 ? sha256 : []));
/** Photos of own events that no pulled subject reports. */
var incompletePhotos = async (db, { incomplete = [] }) => incomplete.length === 0 ? [] : await db.photos.where("events").anyOf(incomplete).distinct().primaryKeys();
var isReadable = ({ kind, value }) => isReferenceKind(kind) && parseReference(kind, value) !== null;
var readReferenceAgain = async (db) => {
	await db.reference.filter((row) => !row.isReadable && isReadable(row)).modify((row) => void Object.assign(row, { isReadable: true }));
};
/**
* Called once at each start: a newer version of the app may read rows that an older version could only store. On a full
* disk it does nothing until the next start, so that sync does not wait for space.
*/
var readRowsAgain = async (db) => {
	try {
		await readSubjectsAgain(db);
		await readReferenceAgain(db);
	} catch (error) {
		if (!isQuotaError(error)) throw error;
	}
};
/** Deletes the rows of earlier snapshots, once for each finished snapshot. Until a snapshot ends, every row stays. */
var sweep = async (db, snapshot) => {
	const ended = await db.meta.get("swept");
	if (ended?.key === "swept" && ended.value === snapshot) return;
	await db.subjects.where("[snapshot+seq]").below([snapshot]).delete();
	await db.unreadSubjects.where("snapshot").below(snapshot).delete();
	await db.reference.filter((row) => row.snapshot < snapshot).delete();
	await db.meta.put({
		key: "swept",
		value: snapshot
	});
};
/** When the server last answered a pull completely. */
var noteContact = async (db, now) => {
	await db.meta.put({
		key: "lastContact",
		value: now
	});
};
// src/storage/outbox/tidy-outbox.ts
/** A confirmed event is kept this long, so that it can be offered again to a restored server. */
var KEEP_EVENTS = 30 * DAY;
var isConfirmed = (row) => row.unsent === 0 && (row.verdict === "applied" || row.verdict === "contested");
/** The events that the server holds of a subject, as pulled. */
var pulledEvents = async (db, key) => {
	const [read, unread] = [await db.subjects.get(key), await db.unreadSubjects.get(key)];
	return read?.subject.timeline.map((line) => line.eventId) ?? unread?.eventIds ?? [];
};
/**
* Deletes old events that their pulled subject contains and whose photos have all been freed. Photo rows and
* thumbnails are deleted with the last event that names them.
*/
var tidyOutbox = async (db, now) => {
	await db.transaction("rw", [
		db.outbox,
		db.photos,
		db.photoBytes,
		db.drafts,
		db.subjects,
		db.unreadSubjects
	], async () => {
		const old = await db.outbox.filter((row) => isConfirmed(row) && row.savedAt + KEEP_EVENTS <= now).toArray();
		for (const row of old) {
			if (!(await pulledEvents(db, row.subjectKey)).includes(row.eventId)) continue;
			if ((await db.photos.where("events").equals(row.eventId).toArray()).some((photo) => photo.state !== "freed")) continue;
			await dropEventPhotos(db, row);
			await db.outbox.delete(row.eventId);
		}
	});
};
// src/sync/engine/backoff.ts
/**
* An item that worked before is retried at once, at a random moment, so that the phones of a region do not retry
* together.
*/
var AT_ONCE = [50, 250];
var FIRST = 2e3;
var LONGEST = 3e5;
var createBackoff = (now, random, longest = LONGEST) => {
	const delayedByKey = /* @__PURE__ */ new Map();
	/** No wait is longer than twice LONGEST. A later time means that the clock was set back. */
	const isPast = (until) => until <= now() || until > now() + 2 * LONGEST;
	let pausedUntil = 0;
	const isOpen = (key) => isPast(pausedUntil) && isPast(delayedByKey.get(key)?.until ?? 0);
	const delayBy = (waitOf) => (key) => {
		if (!isOpen(key)) return;
		const failures = delayedByKey.get(key)?.failures ?? 0;
		delayedByKey.set(key, {
			failures: failures + 1,
			until: now() + waitOf(failures)
		});
	};
	const growing = (failures) => Math.max(100, random() * Math.min(longest, FIRST * 2 ** failures));
	const atOnce = () => AT_ONCE[0] + random() * (AT_ONCE[1] - AT_ONCE[0]);
	const pauseUntil = (until) => {
		if (!isPast(until)) pausedUntil = Math.max(isPast(pausedUntil) ? 0 : pausedUntil, until);
	};
	return {
		isOpen,
		backOff: delayBy(growing),
		retrySoon: delayBy((failures) => failures === 0 ? atOnce() : growing(failures - 1)),
		clear: (key) => {
			delayedByKey.delete(key);
		},
		failures: (key) => delayedByKey.get(key)?.failures ?? 0,
		nextOpening: () => {
			if (!isPast(pausedUntil)) return pausedUntil;
			const openings = [...delayedByKey.values()].map(({ until }) => until).filter((until) => !isPast(until));
			return openings.length === 0 ? null : Math.min(...openings);
		},
		reset: () => delayedByKey.clear(),
		retryAfter: (millis) => {
			pauseUntil(now() + Math.min(millis, LONGEST) * (1 + random() / 4));
			return pausedUntil;
		},
		pauseUntil
	};
};
// src/sync/engine/wake-signal.ts
/** An auto-reset event with one waiter. A `set` before the `wait` is not lost. */
var createWakeSignal = () => {
	let isRaised = false;
	let waiting = null;
	return {
		set: () => {
			isRaised = true;
			waiting?.();
			waiting = null;
		},
		isSet: () => isRaised,
		reset: () => {
			isRaised = false;
		},
		wait: () => isRaised ? Promise.resolve() : new Promise((resolve) => {
			waiting = resolve;
		})
	};
};
// src/sync/engine/clock.ts
/**
* Computes the clock offset of the device from the answer with the shortest round trip of a run. The server's time is
* taken as the time in the middle of the round trip. `serverTime` is that of the same answer.
*/
var createClock = (onOffset) => {
	let shortest = Number.POSITIVE_INFINITY;
	return { compare: (serverTime, sentAt, receivedAt) => {
		const roundTrip = receivedAt - sentAt;
		if (roundTrip < 0 || roundTrip >= shortest) return;
		shortest = roundTrip;
		onOffset(Math.round(serverTime - (sentAt + receivedAt) / 2), serverTime);
	} };
};
// src/sync/transport/gzip.ts
/** A JSON body, compressed where the browser can. */
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
// src/sync/engine/lane.ts
/** Back-off keys. */
var retryKey = {
	link: "link",
	event: (id) => `event:${id}`,
	photo: (sha256) => `photo:${sha256}`,
	thumbnail: (sha256) => `thumbnail:${sha256}`,
	/** Keys of whole lanes: the server has a problem, not the item. */
	push: "push",
	thumbnails: "thumbnails",
	photos: "photos",
	pull: "pull",
	confirm: "confirm"
};
/** The keys under which one event, photo or thumbnail may wait, by its id or hash. */
var keysOf = (name) => [
	retryKey.event(name),
	retryKey.photo(name),
	retryKey.thumbnail(name)
];
/** The other keys that must be open before an item can be sent. */
var sendingLanes = [
	retryKey.link,
	retryKey.push,
	retryKey.thumbnails,
	retryKey.photos
];
var serverStateErrors = [
	"busy",
	"upgradeNeeded",
	"storageFull",
	"wrongAddress"
];
/** Whether the refusal is about the item that was sent, not about the state of the server. */
var isBlamed = ({ error }) => !serverStateErrors.includes(error);
/** Whether the server itself has a problem. To send the next item at once would make it worse. */
var isTrouble = (refusal) => refusal.status >= 500 || !isBlamed(refusal);
// src/sync/lanes/confirm-lane.ts
/** The shortest time between two requests during uploads. */
var WHILE_SENDING$1 = 12e4;
/**
* After a restore, `have` asks about a confirmed photo again. It also names the thumbnail, which no other request checks.
*/
var wasConfirmed = (photo) => photo.receipt !== null;
/** As many photos as fit into one request. */
var askable = (photos) => {
	let hashes = 0;
	return photos.filter((photo) => (hashes += wasConfirmed(photo) ? 2 : 1) <= 200);
};
/** Sends `have`, a later and separate request. Only its receipt allows a phone to free a photo. */
var createConfirmLane = ({ db, call, backoff, waiting, now }) => {
	let isUrgent = false;
	let askedAt = now();
	const ask = async (batch) => {
		isUrgent = false;
		askedAt = now();
		const hashes = batch.map((photo) => photo.sha256);
		const confirmedBefore = batch.filter(wasConfirmed);
		const { headers, body } = await jsonBody({
			hashes: [...hashes, ...confirmedBefore.map((photo) => photo.thumbnail)],
			receipts: Object.fromEntries(confirmedBefore.map((photo) => [photo.sha256, photo.receipt ?? ""]))
		});
		const offered = await readKnownHeads(db);
		const answered = await call.json({
			method: "POST",
			path: "/api/photos/have",
			headers: {
				...headers,
				...knownHeadsHeader(offered)
			},
			body
		}, readAs(haveAnswerSchema));
		if (!answered.ok) {
			if (answered.error.kind === "refused") backoff.backOff(retryKey.confirm);
			return answered.error;
		}
		const confirmed = answered.value.photos.filter(({ sha256, state, receipt }) => hashes.includes(sha256) && (state !== "complete" || receipt !== null));
		const receipts = new Map(confirmed.map(({ sha256, state, receipt }) => [sha256, state === "complete" ? receipt : null]));
		const { head } = answered.value;
		await recordWithHead(db, db.photos, {
			offered,
			head
		}, () => recordReceipts(db, receipts, now()));
		const missing = new Set(answered.value.photos.flatMap(({ sha256, state }) => state === "complete" ? [] : sha256));
		for (const { sha256, thumbnail } of confirmedBefore) if (missing.has(thumbnail)) await sendThumbnailAgain(db, sha256);
		waiting.invalidate();
		if (confirmed.length === hashes.length) backoff.clear(retryKey.confirm);
		else backoff.backOff(retryKey.confirm);
		return null;
	};
	return {
		/** Storage is short: photos with a receipt can be freed. */
		hurry: () => {
			isUrgent = true;
		},
		/**
		* During uploads only when about as many photos wait as one request takes, or every two minutes, so that on a slow
		* link the person sees one report after the other become complete. At once when storage is short.
		*/
		next: (isSending) => {
			if (!backoff.isOpen(retryKey.confirm)) return null;
			const unconfirmed = waiting.unconfirmed();
			const wasAskedRecently = Math.abs(now() - askedAt) < WHILE_SENDING$1;
			if (unconfirmed.length === 0) return null;
			if (isSending && !isUrgent && wasAskedRecently && unconfirmed.length < 200) return null;
			return () => ask(askable(unconfirmed));
		}
	};
};
// src/sync/engine/pause.ts
/** Waits until the wake signal is set, the time has come (null: no time), or `signal` aborts. */
var createPause = ({ signal, wakeSignal, sleep, now }) => async (until) => {
	const over = new AbortController();
	const cancel = () => over.abort();
	signal.addEventListener("abort", cancel);
	const cancelled = new Promise((resolve) => over.signal.addEventListener("abort", () => resolve()));
	const slept = until === null ? cancelled : sleep(Math.max(0, until - now()), over.signal);
	if (!signal.aborted) await Promise.race([
		wakeSignal.wait(),
		slept,
		cancelled
	]);
	over.abort();
	signal.removeEventListener("abort", cancel);
};
// src/sync/engine/running-tasks.ts
/**
* The units of work in progress, by lane.
*
* Promises: a unit is counted from its start until `run` resolves. Then it is removed, and `onEnd` is called.
* Assumes: `run` handles every failure of the unit and never rejects.
*/
var createRunningTasks = (run, onEnd) => {
	const lanesByTask = /* @__PURE__ */ new Map();
	const count = (...lanes) => [...lanesByTask.values()].filter((lane) => lanes.includes(lane)).length;
	const start = (lane, work) => {
		const task = run(lane, work).finally(() => {
			lanesByTask.delete(task);
			onEnd();
		});
		lanesByTask.set(task, lane);
	};
	return {
		/** The number of running units in these lanes together. */
		count,
		total: () => lanesByTask.size,
		startIfIdle: (lane, next) => {
			const work = count(lane) === 0 ? next() : null;
			if (work) start(lane, work);
		},
		startWhile: (hasCapacity, lane, next) => {
			for (let work = hasCapacity() && next(); work; work = hasCapacity() && next()) start(lane, work);
		},
		/** Resolves when every unit that runs now has ended. */
		allEnded: async () => {
			await Promise.all(lanesByTask.keys());
		}
	};
};
// src/sync/transport/abort-stalled-requests.ts
/** Long enough for a slow link to show some progress. */
var STALLED_AFTER = 15e3;
/**
* Wraps a transport so that stalled requests can be aborted. A dead connection keeps its request until the stall timer
* ends it, long after the link is back. `abortStalled`, called when the person or the system reports a new link, ends
* such requests at once; they count as timeouts. An upload without progress reports is left to the stall timer.
*/
var createStalledRequestAbort = (transport, now) => {
	const inFlight = /* @__PURE__ */ new Set();
	const abortableTransport = async (request) => {
		const { signal, onSent } = request;
		if (transport.reportsProgress === false && request.body !== void 0) return transport(request);
		const controller = new AbortController();
		const abort = () => controller.abort();
		const entry = {
			movedAt: now(),
			abort
		};
		signal?.addEventListener("abort", abort);
		if (signal?.aborted) abort();
		inFlight.add(entry);
		try {
			const answered = await transport({
				...request,
				signal: controller.signal,
				onSent: (bytes) => {
					entry.movedAt = now();
					onSent?.(bytes);
				}
			});
			return !answered.ok && answered.error === "stopped" && !signal?.aborted ? err("timeout") : answered;
		} finally {
			inFlight.delete(entry);
			signal?.removeEventListener("abort", abort);
		}
	};
	const abortStalled = () => {
		for (const { movedAt, abort } of inFlight) if (Math.abs(now() - movedAt) >= STALLED_AFTER) abort();
	};
	const { reportsProgress = true } = transport;
	return {
		transport: Object.assign(abortableTransport, { reportsProgress }),
		abortStalled
	};
};
// src/sync/lanes/photo-gate.ts
var createPhotoGate = (photosWait, onWaiting) => {
	const allowed = /* @__PURE__ */ new Set();
	let allowAll = false;
	return {
		letAllThrough: () => {
			allowAll = true;
		},
		letThrough: (hashes) => {
			for (const sha256 of hashes) allowed.add(sha256);
		},
		pass: async (waiting) => {
			if (allowAll) for (const { sha256 } of waiting) allowed.add(sha256);
			allowAll = false;
			const passing = waiting.length > 0 && await photosWait() ? waiting.filter(({ sha256 }) => allowed.has(sha256)) : waiting;
			onWaiting(passing.length < waiting.length);
			return passing;
		}
	};
};
// src/sync/lanes/release-photo-memory.ts
/**
* Chromium collects garbage after scripts have allocated 64 MB outside its heap. It does not count its own copies:
* three for each photo, for the read and the request. With this factor at most about 8 MB of such copies remain;
* without it, 100 MB.
*/
var BUFFER_PER_BYTE = 24;
/**
* Releases the memory of a sent photo: its own buffer at once, where the browser supports that, and the browser's
* copies soon. Allocates a large untouched buffer only to raise the engine's external-memory counter and trigger GC;
* its pages are never committed.
*/
var releasePhotoMemory = (data) => {
	const ballast = /* @__PURE__ */ new ArrayBuffer(data.byteLength * BUFFER_PER_BYTE);
	data.transfer?.(0);
	ballast.slice(0, 0);
};
// src/sync/lanes/photo-lane.ts
/** Corrections of the offset or resends before the photo waits behind the others. */
var MAX_STEPS = 6;
var offsetIn = (answer) => {
	const text = answer.header(OFFSET_HEADER);
	return text !== null && /^\d+$/.test(text) ? Number(text) : null;
};
var createPhotoLane = ({ db, call, backoff, board, waiting, uploads, pullNow }) => {
	const inFlight = /* @__PURE__ */ new Set();
	/** The number of bytes that the server has; 0 when it does not know the photo. */
	const askOffset = async (sha256) => {
		const answered = await call.exchange({
			method: "HEAD",
			path: `/api/photos/${sha256}`
		});
		if (!answered.ok) return answered;
		if (answered.value.status === 404) return ok(0);
		const offset = answered.value.status === 200 ? offsetIn(answered.value) : null;
		if (offset !== null) return ok(offset);
		if (answered.value.status >= 500) {
			backoff.backOff(retryKey.photos);
			backoff.backOff(retryKey.photo(sha256));
			return err({
				kind: "refused",
				error: "internal",
				...answered.value
			});
		}
		pullNow();
		return err(linkDown);
	};
	/** Sends from the offset. Returns the new offset; the length of the photo means that the server stored all of it. */
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
		const stored = parseMessage(photoAnswerSchema, answerText(answered.value));
		return stored.ok && stored.value.sha256 === sha256 ? ok(totalBytes) : err(linkDown);
	};
	/** Handles a refusal. Returns the offset to go on from, or null when the photo has to wait. */
	const afterRefusal = async (photo, data, refusal) => {
		const { sha256 } = photo;
		if (refusal.status === 409) return offsetIn(refusal);
		if (refusal.error === "hashMismatch") {
			if (await sha256Hex(data) === sha256) return 0;
			await markPhotoFailed(db, sha256, "photoMissing");
			return null;
		}
		if (isTrouble(refusal)) backoff.backOff(retryKey.photos);
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
				backoff.backOff(retryKey.photo(sha256));
				waiting.invalidate();
				return sent.error;
			}
			offset = next > total ? 0 : next;
		}
		if (offset < total) {
			backoff.backOff(retryKey.photo(sha256));
			return null;
		}
		backoff.clear(retryKey.photos);
		backoff.clear(retryKey.photo(sha256));
		await markPhotoStored(db, sha256);
		waiting.change([sha256], { state: "stored" });
		return null;
	};
	const upload = async (sha256) => {
		const loaded = await takePhoto(db, sha256);
		if (loaded === null) {
			waiting.invalidate();
			return null;
		}
		const failure = await send(loaded.photo, loaded.data).finally(() => releasePhotoMemory(loaded.data));
		if (failure && wasNeverSent(failure)) await markPhotoUntried(db, sha256);
		return failure;
	};
	const createWork = ({ sha256 }) => {
		inFlight.add(sha256);
		return () => upload(sha256).finally(() => {
			inFlight.delete(sha256);
			board.photoEnded(sha256);
		});
	};
	return { 
	/** Work for the first photo of `passing` that is not in flight and not waiting for its back-off. */
next: (passing) => {
		if (!backoff.isOpen(retryKey.photos)) return null;
		const isOpen = (photo) => waiting.isClaimed(photo) && !inFlight.has(photo.sha256) && backoff.isOpen(retryKey.photo(photo.sha256));
		const failures = (photo) => backoff.failures(retryKey.photo(photo.sha256));
		const [photo] = passing.filter(isOpen).sort((a, b) => failures(a) - failures(b));
		return photo ? createWork(photo) : null;
	} };
};
// src/sync/lanes/pull-lane.ts
/** The time between two pulls during photo uploads, because these photos cause most of the changes. */
var WHILE_SENDING = 3e5;
/** One page per unit of work, so that a report saved during a long first pull does not wait for its end. */
var createPullLane = ({ db, call, backoff, waiting, now }) => {
	let requested = 0;
	let served = 0;
	/** When a pull may begin during uploads. */
	let dueAt = 0;
	const pull = async () => {
		const requestedBefore = requested;
		const requestedAt = now();
		dueAt = now() + WHILE_SENDING;
		const cursor = await readCursor(db);
		const query = new URLSearchParams({ unsent: String(await countUnsent(db)) });
		if (cursor !== null) query.set("cursor", cursor);
		const knownHeads = await readKnownHeads(db);
		const page = await call.json({
			method: "GET",
			path: `/api/sync/pull?${query}`,
			headers: knownHeadsHeader(knownHeads)
		}, readAs(pullAnswerSchema));
		if (!page.ok) {
			if (page.error.kind === "refused") backoff.backOff(retryKey.pull);
			return page.error;
		}
		const isApplied = await applyPullPage(db, page.value, {
			from: requestedAt,
			to: now(),
			knownHeads,
			cursor
		});
		waiting.invalidate();
		backoff.clear(retryKey.pull);
		if (page.value.more || !isApplied) {
			dueAt = 0;
			return null;
		}
		served = requestedBefore;
		await noteContact(db, now());
		return null;
	};
	return {
		ask: () => {
			requested += 1;
			dueAt = 0;
		},
		pullWhenIdle: () => {
			requested += 1;
		},
		next: (isSending) => {
			const isDue = !isSending || dueAt <= now() || dueAt > now() + WHILE_SENDING;
			return requested > served && isDue && backoff.isOpen(retryKey.pull) ? pull : null;
		}
	};
};
// src/sync/lanes/batch-limit.ts
/**
* How many items one request may carry. Halved after a failed batch: the server may not accept one of the items, or
* the batch may be too large for the time that the link lasts. Doubled after each success, up to `most`.
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
// src/sync/lanes/push-lane.ts
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
* Picks the next events to send: oldest first, subjects that failed before after the others. An event that waits, for its
* back-off or because it can still be undone, delays the later events of its subject and no other event.
*/
var pickBatch = (unsent, backoff, limit, now) => {
	const firstBySubject = /* @__PURE__ */ new Map();
	for (const row of unsent) if (!firstBySubject.has(row.subjectKey)) firstBySubject.set(row.subjectKey, row);
	const failures = (row) => backoff.failures(retryKey.event((firstBySubject.get(row.subjectKey) ?? row).eventId));
	const delayedSubjects = /* @__PURE__ */ new Set();
	const batch = [];
	let bytes = 0;
	for (const row of [...unsent].sort((a, b) => failures(a) - failures(b))) {
		if (isHeld(row, now) || !backoff.isOpen(retryKey.event(row.eventId))) delayedSubjects.add(row.subjectKey);
		if (delayedSubjects.has(row.subjectKey)) continue;
		bytes += wireBytes(row);
		if (batch.length === limit || batch.length > 0 && bytes > 262144) break;
		batch.push(row);
	}
	return batch;
};
var createPushLane = ({ db, call, backoff, waiting, now, pullWhenIdle }) => {
	const limit = createBatchLimit(100);
	/**
	* The server may not accept one of these events. Halves the batch to find it; a batch of one event makes that event
	* wait.
	*/
	const narrow = async (batch, refusal) => {
		await countFailedTry(db, batch, refusal.error);
		if (isTrouble(refusal)) backoff.backOff(retryKey.push);
		if (!isBlamed(refusal)) return;
		limit.halve(batch);
		const [onlyEvent] = batch;
		if (batch.length === 1 && onlyEvent) backoff.backOff(retryKey.event(onlyEvent.eventId));
	};
	const send = async (picked, unsent) => {
		const batch = await takeForSending(db, picked);
		if (batch.length === 0) return null;
		const { headers, body } = await jsonBody({
			protocol: 6,
			unsent,
			events: batch.map(offeredEvent)
		});
		const offered = await readKnownHeads(db);
		const answered = await call.json({
			method: "POST",
			path: "/api/sync/push",
			headers: {
				...headers,
				...knownHeadsHeader(offered)
			},
			body
		}, readAs(pushAnswerSchema));
		if (!answered.ok) {
			if (answered.error.kind === "refused") await narrow(batch, answered.error);
			else if (wasCutMidway(answered.error)) {
				await countFailedTry(db, batch, null);
				limit.halve(batch);
			}
			return answered.error;
		}
		const { verdicts, head } = answered.value;
		const withoutVerdict = await recordWithHead(db, db.outbox, {
			offered,
			head
		}, () => recordVerdicts(db, batch, verdicts));
		for (const { eventId } of batch) if (withoutVerdict.includes(eventId)) backoff.backOff(retryKey.event(eventId));
		else backoff.clear(retryKey.event(eventId));
		backoff.clear(retryKey.push);
		limit.grow();
		pullWhenIdle();
		return null;
	};
	return { next: () => {
		if (!backoff.isOpen(retryKey.push)) return null;
		const unsent = waiting.events();
		const batch = pickBatch(unsent, backoff, limit.most(), now());
		return batch.length === 0 ? null : () => send(batch, unsent.length).finally(waiting.invalidate);
	} };
};
// src/sync/engine/speedometer.ts
var SAMPLE = 1e3;
/** Weight of the newest sample: the displayed speed stays readable and follows a change within seconds. */
var NEWEST = .3;
/** Bytes per second, over samples of one second. */
var createSpeedometer = (now) => {
	let since = null;
	let bytes = 0;
	let speed = null;
	return {
		add: (more) => {
			since ??= now();
			bytes += more;
			const elapsed = now() - since;
			if (elapsed >= 0 && elapsed < SAMPLE) return;
			if (elapsed > 0) {
				const sample = bytes / elapsed * 1e3;
				speed = speed === null ? sample : speed * .7 + sample * NEWEST;
			}
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
// src/sync/engine/status.ts
/** Photos report progress many times a second. A person cannot read it faster than this. */
var MOVE_EVERY = 250;
var createStatusBoard = (now, onStatus) => {
	const errorsByLane = /* @__PURE__ */ new Map();
	const inFlight = /* @__PURE__ */ new Map();
	const speed = createSpeedometer(now);
	let phase = "idle";
	let nextTryAt = null;
	let waitingForWifi = false;
	let lastShown = "";
	let progressShownAt = 0;
	const show = () => {
		const status = {
			phase,
			error: errorsByLane.get("link") ?? [...errorsByLane.values()].at(0) ?? null,
			nextTryAt,
			inFlight: [...inFlight.values()],
			bytesPerSecond: phase === "sending" ? speed.read() : null,
			waitingForWifi
		};
		const text = JSON.stringify(status);
		if (text === lastShown) return;
		lastShown = text;
		onStatus(status);
	};
	/** Skipped progress is shown with the next one. */
	const showProgress = () => {
		if (Math.abs(now() - progressShownAt) < MOVE_EVERY) return;
		progressShownAt = now();
		show();
	};
	return {
		phase: (next, at = null) => {
			const isNew = next !== phase || at !== nextTryAt;
			phase = next;
			nextTryAt = at;
			if (isNew) show();
			else showProgress();
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
			else showProgress();
		},
		photoEnded: (sha256) => {
			inFlight.delete(sha256);
			if (inFlight.size === 0) show();
			else showProgress();
		},
		bytesSent: speed.add,
		waitingForWifi: (isWaiting) => {
			waitingForWifi = isWaiting;
			show();
		},
		rest: () => {
			errorsByLane.clear();
			inFlight.clear();
			speed.reset();
		}
	};
};
// src/sync/lanes/thumbnail-lane.ts
/** Sends many thumbnails in one body, so that they reach the desk before the photos. */
var createThumbnailLane = ({ db, call, backoff, waiting, uploads }) => {
	const limit = createBatchLimit(Number.POSITIVE_INFINITY);
	const inFlight = /* @__PURE__ */ new Set();
	const pick = () => {
		const isOpen = (photo) => waiting.isClaimed(photo) && !inFlight.has(photo.sha256) && backoff.isOpen(retryKey.thumbnail(photo.thumbnail));
		const batch = [];
		let bytes = 0;
		const failures = (photo) => backoff.failures(retryKey.thumbnail(photo.thumbnail));
		const ready = waiting.thumbnails().filter(isOpen);
		for (const photo of ready.sort((a, b) => failures(a) - failures(b))) {
			bytes += 4 + photo.thumbnailBytes;
			if (batch.length >= limit.most() || batch.length > 0 && bytes > 262144) break;
			batch.push(photo);
		}
		return batch;
	};
	const backOff = (photos) => {
		for (const photo of photos) backoff.backOff(retryKey.thumbnail(photo.thumbnail));
	};
	const narrow = (batch, refusal) => {
		if (isTrouble(refusal)) backoff.backOff(retryKey.thumbnails);
		if (!isBlamed(refusal)) return;
		limit.halve(batch);
		if (batch.length === 1) backOff(batch);
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
		const offered = await readKnownHeads(db);
		const packed = packThumbnails(pictures.flatMap((data) => data ? [new Uint8Array(data)] : []));
		const answered = await uploads.send("thumbnails", () => call.json({
			method: "POST",
			path: "/api/photos/thumbnails",
			headers: {
				"content-type": "application/octet-stream",
				...knownHeadsHeader(offered)
			},
			body: packed.buffer
		}, readAs(thumbnailsAnswerSchema)));
		if (!answered.ok) {
			if (answered.error.kind === "refused") narrow(here, answered.error);
			else if (wasCutMidway(answered.error)) limit.halve(here);
			return answered.error;
		}
		const answersByHash = new Map(answered.value.thumbnails.map((answer) => [answer.sha256, answer]));
		const stored = here.filter((photo) => answersByHash.get(photo.thumbnail)?.stored);
		const { head } = answered.value;
		await recordWithHead(db, db.photos, {
			offered,
			head
		}, () => mark(stored, "stored"));
		const notStored = here.filter((photo) => !stored.includes(photo));
		backOff(notStored);
		const unclaimed = "notClaimed";
		const toOffer = notStored.filter((photo) => answersByHash.get(photo.thumbnail)?.reason === unclaimed);
		if (toOffer.length > 0) {
			await offerEventsAgain(db, toOffer.flatMap((photo) => photo.events));
			waiting.invalidate();
		}
		backoff.clear(retryKey.thumbnails);
		limit.grow();
		return null;
	};
	const createWork = (batch) => {
		for (const { sha256 } of batch) inFlight.add(sha256);
		return () => send(batch).finally(() => {
			for (const { sha256 } of batch) inFlight.delete(sha256);
		});
	};
	return { next: () => {
		if (!backoff.isOpen(retryKey.thumbnails)) return null;
		const batch = pick();
		return batch.length === 0 ? null : createWork(batch);
	} };
};
// src/sync/lanes/uploads.ts
/**
* Photos and thumbnail batches on the link at once. This many keep the link full; with more, more uploads lose their
* last bytes at a cut. A browser opens six connections to a server, and one must stay free for text and pulls.
*/
var WIDE = 3;
/** On a slow link, more uploads only make each of them last longer than the link does, and more is lost at a cut. */
var NARROW = 2;
var SLOW = 3e3;
var QUICK = 1e3;
/** The rest of a photo that was cut is quick on any link, so one quick upload is not enough. */
var QUICK_IN_A_ROW = 4;
/** Adapts the number of uploads to the durations of the photos that arrived. */
var createUploads = (now) => {
	let width = WIDE;
	let quickInARow = 0;
	let onLink = 0;
	const queue = [];
	const recordDuration = (millis) => {
		quickInARow = millis >= 0 && millis < QUICK ? quickInARow + 1 : 0;
		if (millis > SLOW) width = NARROW;
		else if (quickInARow >= QUICK_IN_A_ROW) width = WIDE;
	};
	const startNext = () => {
		while (onLink < width && queue.length > 0) {
			onLink += 1;
			queue.shift()();
		}
	};
	return {
		most: () => width,
		send: async (kind, work) => {
			const capacity = new Promise((start) => kind === "photo" ? queue.push(start) : queue.unshift(start));
			startNext();
			await capacity;
			const startedAt = now();
			try {
				const sent = await work();
				if (kind === "photo" && sent.ok) recordDuration(now() - startedAt);
				return sent;
			} finally {
				onLink -= 1;
				startNext();
			}
		}
	};
};
// src/sync/engine/pending-cache.ts
/**
* Everything that waits on this phone, cached, so that one sent photo does not cause a read of all others.
*
* Promises: `read` reads the database again after `invalidate`. A lane applies its own changes with `change`, after
* the database has them.
* Assumes: `invalidate` follows every save, every wake and every unexpected answer. Between two calls of it a row may
* be older than the database when another engine works too. A photo changes state only from the state before it, so an
* old row costs a request, never a photo.
*/
var createPendingCache = (db) => {
	let isStale = true;
	let events = [];
	let photos = /* @__PURE__ */ new Map();
	let claimed = /* @__PURE__ */ new Set();
	const read = async () => {
		while (isStale) {
			isStale = false;
			const waiting = await readWaiting(db);
			const unanswered = new Set(waiting.events.flatMap((row) => row.verdict === null ? row.eventId : []));
			events = waiting.events;
			photos = new Map(waiting.photos.map((photo) => [photo.sha256, photo]));
			claimed = new Set(waiting.photos.flatMap((photo) => photo.events.every((id) => unanswered.has(id)) ? [] : photo.sha256));
		}
	};
	const photosWhere = (matches) => [...photos.values()].filter(matches);
	return {
		read,
		invalidate: () => {
			isStale = true;
		},
		/** Whether `invalidate` was called since the last read. */
		isStale: () => isStale,
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
		/** Newest report first; `photos` too. */
		thumbnails: () => photosWhere((photo) => photo.thumbnailState === "waiting"),
		photos: () => photosWhere((photo) => photo.state === "waiting" && !isLost(photo)),
		/**
		* Whether the server has answered an event that names the photo, with any verdict. Before that, the server has no
		* claim to it.
		*/
		isClaimed: ({ sha256 }) => claimed.has(sha256),
		unconfirmed: () => photosWhere((photo) => photo.state === "stored")
	};
};
// src/sync/engine/engine.ts
var laneKey = {
	...retryKey,
	photo: retryKey.photos
};
/**
* Uploads that are read in advance, so that the next one does not wait for the database when the link has capacity.
*/
var AHEAD = 2;
var earliest = (one, other) => one === null || other === null ? one ?? other : Math.min(one, other);
var createSyncEngine = (deps) => {
	const { db, now } = deps;
	const backoff = createBackoff(now, deps.random);
	const board = createStatusBoard(now, deps.onStatus);
	const wakeSignal = createWakeSignal();
	const uploads = createUploads(now);
	const gate = createPhotoGate(deps.photosWait, board.waitingForWifi);
	const link = createStalledRequestAbort(deps.transport, now);
	const waiting = createPendingCache(db);
	let pullNow = () => {};
	let pullWhenIdle = () => {};
	let running = false;
	let hasReadRows = false;
	/** Another page, the service worker or a comparison may have stored a Retry-After since it was last read here. */
	let mayHaveNewRetryAfter = true;
	const run = async (signal) => {
		running = true;
		mayHaveNewRetryAfter = true;
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
			onRetryAfter: (millis) => storeRetryAfter(db, backoff.retryAfter(millis)),
			onAlive: () => {
				backoff.clear(retryKey.link);
				board.error(retryKey.link, null);
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
			pullNow: () => pullNow(),
			pullWhenIdle: () => pullWhenIdle()
		};
		const push = createPushLane(context);
		const thumbnails = createThumbnailLane(context);
		const photos = createPhotoLane(context);
		const confirm = createConfirmLane(context);
		const pull = createPullLane(context);
		pullNow = pull.ask;
		pullWhenIdle = pull.pullWhenIdle;
		pull.ask();
		waiting.invalidate();
		const recordResult = (lane, failure) => {
			if (failure?.kind === "signedOut") {
				refusals.push(failure);
				stop.abort();
			} else if (failure?.kind === "link") {
				if (failure.error === "stopped") return;
				backoff.retrySoon(retryKey.link);
				board.error(retryKey.link, failure.error);
			} else board.error(lane, failure?.error ?? null);
		};
		const fail = (bug) => {
			bugs.push(bug);
			stop.abort();
		};
		/** Sending frees more space than it writes, so it may use the reserve for text. A pull may not. */
		const reclaimSpaceFor = async (lane) => {
			backoff.backOff(laneKey[lane]);
			board.error(lane, "storageFull");
			confirm.hurry();
			await (lane === "pull" ? freeConfirmed(db, now(), true) : reclaimSpaceToSend(db, now())).catch((error) => isQuotaError(error) ? void 0 : fail(error));
			waiting.invalidate();
		};
		const runTask = (lane, work) => work().then((failure) => recordResult(lane, failure)).catch((error) => isQuotaError(error) ? reclaimSpaceFor(lane) : fail(error));
		const tasks = createRunningTasks(runTask, wakeSignal.set);
		const linkIsUp = () => backoff.isOpen(retryKey.link);
		/** Starts what may start now: text and a due pull, then thumbnails, then all other work in parallel. */
		const plan = async () => {
			if (!linkIsUp()) return;
			let allowedPhotos;
			do {
				await waiting.read();
				if (tasks.count("push") === 0 && push.next()) {
					waiting.invalidate();
					await waiting.read();
				}
				allowedPhotos = await gate.pass(waiting.photos());
				if (!linkIsUp()) return;
			} while (waiting.isStale());
			if (tasks.count("push") === 0) tasks.startIfIdle("pull", () => pull.next(true));
			tasks.startIfIdle("push", push.next);
			if (tasks.count("push") > 0) return;
			const hasCapacity = (...lanes) => tasks.count(...lanes) < uploads.most() + AHEAD;
			tasks.startWhile(() => hasCapacity("thumbnails"), "thumbnails", thumbnails.next);
			tasks.startWhile(() => hasCapacity("thumbnails", "photo"), "photo", () => photos.next(allowedPhotos));
			if (tasks.count("thumbnails") > 0) return;
			const isSending = tasks.count("photo") > 0;
			tasks.startIfIdle("pull", () => pull.next(isSending));
			tasks.startIfIdle("confirm", () => confirm.next(isSending));
		};
		const showPhase = () => {
			if (tasks.total() === 0) board.phase("waiting", backoff.nextOpening());
			else board.phase(tasks.total() === tasks.count("pull") ? "receiving" : "sending");
		};
		const pause = createPause({
			signal: stop.signal,
			wakeSignal,
			sleep: deps.sleep,
			now
		});
		const loop = async () => {
			if (!hasReadRows) await readRowsAgain(db);
			hasReadRows = true;
			let tidied = false;
			while (!stop.signal.aborted) {
				wakeSignal.reset();
				while (mayHaveNewRetryAfter) {
					mayHaveNewRetryAfter = false;
					backoff.pauseUntil(await readRetryAfter(db));
				}
				const plannedAt = now();
				const opening = backoff.nextOpening();
				await plan();
				const nextStart = earliest(opening, nextRelease(waiting.events(), plannedAt));
				if (tasks.total() > 0 || nextStart !== null) {
					showPhase();
					await pause(nextStart);
				} else if (!tidied) {
					tidied = true;
					await freeConfirmed(db, now(), false);
					await tidyOutbox(db, now());
					waiting.invalidate();
				} else if (!wakeSignal.isSet()) return;
			}
		};
		board.rest();
		await loop().catch(fail);
		running = false;
		await tasks.allEnded();
		board.rest();
		if (bugs.length > 0) {
			board.error("engine", isQuotaError(bugs[0]) ? "storageFull" : "internal");
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
	const signalWake = () => {
		mayHaveNewRetryAfter = true;
		wakeSignal.set();
	};
	const wake = () => {
		link.abortStalled();
		backoff.reset();
		waiting.invalidate();
		pullNow();
		signalWake();
		return running;
	};
	const ask = () => {
		pullWhenIdle();
		signalWake();
		return running;
	};
	const sendNow = () => {
		if (running) gate.letAllThrough();
		return wake();
	};
	const retry = (names) => {
		link.abortStalled();
		for (const name of names) for (const key of keysOf(name)) backoff.clear(key);
		for (const lane of sendingLanes) backoff.clear(lane);
		if (running) gate.letThrough(names);
		waiting.invalidate();
		signalWake();
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
// src/sync/transport/stall-timer.ts
/** Calls `onStall` when nothing has moved for `millis`. */
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
// src/sync/transport/fetch-transport.ts
var request = async ({ method, path, headers, body, signal, timeoutMillis }) => {
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
/** For the service worker, which has no XMLHttpRequest. */
var fetchTransport = Object.assign(request, { reportsProgress: false });
// src/sync/engine/sleep.ts
/** Resolves after the time, or at once when the signal aborts. */
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
export { MainDb, PROTOCOL_VERSION, SharedDb, addDraftPhoto, authorityOf, bodySchemas as caseEventBodies, createSyncEngine, deviceAnswerSchema, deviceRequestSchema, emptyForm, envelopeSchema, fetchTransport, haveAnswerSchema, haveRequestSchema, parseEvent, parseReference, pullAnswerSchema, pulledTrustState, pushAnswerSchema, pushRequestSchema, readArea, remaining, saveCaseEvent, saveReport, sessionAnswerSchema, shownCase, signIn, signedEventSchema, sleep, storeClockOffset, thumbnailsAnswerSchema, trustState, writeDraft };
