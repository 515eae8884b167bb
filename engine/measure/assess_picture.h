/* What one parameter draw of a trial believes: an option for every question, and what follows from them.
 * Internal to the room.
 *
 * Pictures of one arrangement share a world; of those, pictures of one draw whose levels say the same to the
 * family's rules and responses share their races too, whoever's answers they come from. */
#pragma once

#include "measure/assess_trial.h"

typedef struct Picture {
    uint32_t trial, draw;          /* trial: place in the caller's list */
    uint32_t family;               /* trials of one family have one number, by first appearance */
    uint64_t arrangement;          /* equal for pictures of one world */
    Name levels;                   /* equal for pictures that are raced alike */
    uint8_t option[QUESTIONS_MAX]; /* by question: that of its topic */
} Picture;
typedef Vec(Picture) PictureVec;

/* Of every draw of every trial, sorted by family, arrangement, draw and levels. */
void pictures_draw(const Trial *trials, uint32_t count, PictureVec *out);

/* The levels as overlays of a control set; room for 2 × QUESTIONS_MAX. Returns how many. */
uint32_t picture_overlays(const Questionnaire *questionnaire, const Picture *picture, Overlay *overlays);
/* Attempts a year on an MSP of this size. */
double picture_rate(const Trial *trial, const Picture *picture, const ParameterDraw *draw);
/* The share of the company's work that stops with its machines. */
double picture_work(const Trial *trial, const Picture *picture, const ParameterDraw *draw);
