/* What the files behind paper.h share. */
#pragma once

#include "report/html.h"
#include "report/paper.h"

/* The fixed words of paper, in English and Japanese. */
#define PAPER_WORDS(X)                                                                                                                \
    X(SITMAN, "Situation Manual", "状況説明書")                                                                                       \
    X(FOR_PLAYERS, "for players", "参加者用")                                                                                         \
    X(FOR_FACILITATORS, "for facilitators", "進行役用")                                                                               \
    X(HANDLING, "Handling instructions", "取り扱い")                                                                                  \
    X(HANDLING_TEXT,                                                                                                                  \
      "Everything in this document is part of an exercise; nothing in it has happened. Handle it as its "                             \
      "marking says. In a real emergency the exercise stops at once.",                                                                \
      "本書の内容はすべて演習用であり、実際の出来事ではない。表示に従って取り扱うこと。"      \
      "実際の緊急事態が起きた場合は演習を直ちに中止する。")                                                                           \
    X(OVERVIEW, "Exercise overview", "演習の概要")                                                                                    \
    X(NAME, "Exercise name", "演習名")                                                                                                \
    X(DATES, "Exercise dates", "実施日")                                                                                              \
    X(SCOPE, "Scope", "範囲")                                                                                                         \
    X(MISSION, "Mission area", "任務分野")                                                                                            \
    X(CAPABILITIES, "Core capabilities", "中核能力")                                                                                  \
    X(OBJECTIVES, "Objectives", "目標")                                                                                               \
    X(THREAT, "Threat or hazard", "脅威")                                                                                             \
    X(SCENARIO, "Scenario", "想定")                                                                                                   \
    X(SPONSOR, "Sponsor", "主催")                                                                                                     \
    X(PARTICIPANTS, "Participating organizations", "参加組織")                                                                        \
    X(CONTACT, "Point of contact", "連絡先")                                                                                          \
    X(GENERAL, "General information", "進め方")                                                                                       \
    X(RULES, "Rules", "約束事")                                                                                                       \
    X(ROLES, "Roles", "役割")                                                                                                         \
    X(MODULES, "Modules", "モジュール")                                                                                               \
    X(MODULE, "Module", "モジュール")                                                                                                 \
    X(MINUTES, "minutes", "分")                                                                                                       \
    X(QUESTIONS, "Discussion questions", "討議の問い")                                                                                \
    X(PROBES, "Probes", "掘り下げ")                                                                                                   \
    X(POINTS, "Expected points", "期待される論点")                                                                                    \
    X(HOT_WASH, "Hot wash", "振り返り")                                                                                               \
    X(INJECTS, "Injects", "状況付与")                                                                                                 \
    X(ATTACHMENT, "Attachment", "添付")                                                                                               \
    X(DECISIONS, "Decisions", "意思決定")                                                                                             \
    X(OPTIONS, "Options", "選択肢")                                                                                                   \
    X(TAKES, "takes hold after", "効果発現まで")                                                                                      \
    X(TITLE, "Title", "題")                                                                                                           \
    X(TEXT, "What is said", "内容")                                                                                                   \
    X(FROM, "From", "発信元")                                                                                                         \
    X(TO, "To", "宛先")                                                                                                               \
    X(METHOD, "Delivery", "伝達手段")                                                                                                 \
    X(EVERYBODY, "everybody", "全員")                                                                                                 \
    X(WHEN, "When", "時刻")                                                                                                           \
    X(BY_HAND, "by hand", "手動")                                                                                                     \
    X(EXPECTED, "Expected action", "期待される行動")                                                                                  \
    X(NOTES, "Controller notes", "統制官メモ")                                                                                        \
    X(CARDS, "Inject cards", "状況付与カード")                                                                                        \
    X(EEG, "Exercise Evaluation Guide", "評価ガイド")                                                                                 \
    X(TARGET, "Organizational capability target", "組織能力目標")                                                                     \
    X(TASKS, "Associated critical tasks", "重要タスク")                                                                               \
    X(OBSERVED, "Observation notes and explanation of rating", "観察記録と評価の理由")                                                \
    X(RATING, "Target rating", "評価")                                                                                                \
    X(FINAL_RATING, "Final core capability rating", "中核能力の最終評価")                                                             \
    X(EVALUATOR, "Evaluator, contact", "評価者・連絡先")                                                                              \
    X(RATING_P, "P: Performed without Challenges: the task was done, in time, and nothing got in its way.",                           \
      "P: 課題なく実施: タスクは時間内に支障なく行われた。")                                                                          \
    X(RATING_S, "S: Performed with Some Challenges: done, with delays or gaps that did no harm.",                                     \
      "S: 多少の課題あり: 遅れや不足はあったが、害なく行われた。")                                                                    \
    X(RATING_M, "M: Performed with Major Challenges: done in part, late, or at the cost of others.",                                  \
      "M: 大きな課題あり: 一部のみ、遅延、または他に支障を与えた。")                                                                  \
    X(RATING_U, "U: Unable to be Performed: it was not done.", "U: 実施できず: 行われなかった。")                                     \
    X(FEEDBACK, "Participant feedback", "参加者アンケート")                                                                           \
    X(FEEDBACK_1, "What did you learn that you will use?", "今後に生かせる学びは何か。")                                              \
    X(FEEDBACK_2, "What would have gone wrong on a real day?", "本番なら何がうまくいかなかったか。")                                  \
    X(FEEDBACK_3, "Which plan, number or contract will you look up tomorrow?",                                                        \
      "明日、どの計画、連絡先、契約を確認するか。")                                                                                   \
    X(FEEDBACK_4, "What should the next exercise do differently?", "次の演習で変えるべきことは何か。")                                \
    X(AAR, "After-Action Report / Improvement Plan", "事後報告書・改善計画")                                                          \
    X(DRAFT, "Draft", "案")                                                                                                           \
    X(FINAL, "Final", "確定版")                                                                                                       \
    X(ANALYSIS, "Analysis of core capabilities", "中核能力の分析")                                                                    \
    X(TABLE_1, "Table 1. Ratings, by the evaluators; A1 is team A, task 1",                                                           \
      "表1 評価者による評価（A1はチームAのタスク1）")                                                                                 \
    X(STRENGTHS, "Strengths", "強み")                                                                                                 \
    X(AREAS, "Areas for improvement", "改善点")                                                                                       \
    X(REFERENCE, "Reference", "参照")                                                                                                 \
    X(ANALYSIS_OF, "Analysis", "分析")                                                                                                \
    X(NONE_NOTED, "None was noted.", "記録なし。")                                                                                    \
    X(NOT_RATED, "not observed", "未観察")                                                                                            \
    X(WHAT_CAME, "What came of the decisions", "意思決定の結果")                                                                      \
    X(PICKED, "How this world was picked", "この想定世界の選び方")                                                                    \
    X(DECISION, "Decision", "意思決定")                                                                                               \
    X(ON_LUCK, "On this luck, and on others", "実際の結果、他の運での結果")                                                           \
    X(EARLIER, "An hour earlier", "1時間早ければ")                                                                                    \
    X(AS_OTHERS, "As another team took it", "他チームの決定なら")                                                                     \
    X(WHY, "Why, and how sure", "理由と確信度")                                                                                       \
    X(TEAM, "Team", "チーム")                                                                                                         \
    X(SCORE, "Score", "結果")                                                                                                         \
    X(PLACE, "Place", "順位")                                                                                                         \
    X(NOTHING, "nothing done", "何もしない場合")                                                                                      \
    X(GOOD_PLAY, "good play as the exercise defines it", "演習が定める良い対応")                                                      \
    X(BEST_KNOWN, "best line with what was known (chosen on other worlds)",                                                           \
      "当時の情報での最良の手順（他の世界で選定）")                                                                                   \
    X(EXPECTED_THEN, "Expected when taken", "決定時の期待値")                                                                         \
    X(HOW_EXPECTED,                                                                                                                   \
      "Expected when taken: over futures that were open at that moment, all else as played. They keep what "                          \
      "had "                                                                                                                          \
      "happened by then, also what nobody at the table had seen.",                                                                    \
      "決定時の期待値: その時点で開かれていた未来について、他の決定を実際のままとした平均。" \
      "誰も気づいていなかった出来事も、その時点までに起きたものは含まれる。")                                                         \
    X(BEST_LINE, "best line found, with hindsight", "後知恵での最良の手順")                                                           \
    X(RATINGS_APART, "Ratings are the evaluators' judgement; no number of the simulation enters them.",                               \
      "評価は評価者の判断であり、シミュレーションの数値は用いていない。")                                                             \
    X(PLAN, "Appendix A: Improvement plan", "付録A 改善計画")                                                                         \
    X(CAPABILITY, "Core capability", "中核能力")                                                                                      \
    X(ISSUE, "Issue / area for improvement", "課題")                                                                                  \
    X(ACTION, "Corrective action", "是正措置")                                                                                        \
    X(ELEMENT, "Capability element", "能力要素")                                                                                      \
    X(RESPONSIBLE, "Primary responsible organization", "主管組織")                                                                    \
    X(POC, "Organization POC", "担当者")                                                                                              \
    X(START, "Start date", "開始日")                                                                                                  \
    X(COMPLETION, "Completion date", "完了日")                                                                                        \
    X(ATTENDED, "Appendix B: Exercise participants", "付録B 参加者")                                                                  \
    X(PERSON, "Name", "氏名")                                                                                                         \
    X(ORGANISATION, "Organisation", "組織")                                                                                           \
    X(ROLE, "Role", "役割")                                                                                                           \
    X(NAMES_REMOVED, "Names were removed.", "氏名は削除した。")                                                                       \
    X(LOG, "Appendix C: Log", "付録C 記録")                                                                                           \
    X(OBSERVATIONS, "Observations", "観察記録")

#define PAPER_WORD_ENUM(name, en, ja) WORD_##name,
typedef enum PaperWord { PAPER_WORDS(PAPER_WORD_ENUM) PAPER_WORD_COUNT } PaperWord;
#undef PAPER_WORD_ENUM

/* In the paper's language. */
const char *paper_word(const Paper *paper, PaperWord word);
/* An element that holds one of the fixed words. */
void paper_heading(const Paper *paper, const char *tag, PaperWord word, Text *out);
/* A text of the exercise with its placeholders filled, as an element. */
void paper_words(const Paper *paper, const char *tag, Wording wording, Text *out);
void paper_list(const Paper *paper, const WordingVec *list, Text *out);
/* An inject's attachment as Markdown makes it; nothing when it has none. */
void paper_attachment(const Paper *paper, const Inject *inject, Text *out);
/* The same, plain and kept in the arena. */
const char *paper_plain(const Paper *paper, Wording wording, Arena *arena);
/* "lead, manager" of bits, or "everybody". */
void paper_roles(const Paper *paper, uint32_t roles, Text *out);
/* "2 Jul 2021 16:40 UTC" of a second of the scenario. */
const char *paper_moment(const Paper *paper, uint32_t second, Arena *arena);

static inline const Definition *paper_definition(const Paper *paper) {
    return paper->view->room->definition;
}

void paper_sitman(const Paper *paper, bool facilitator, Text *out);
void paper_cards(const Paper *paper, Text *out);
void paper_feedback(const Paper *paper, Text *out);
void paper_eeg(const Paper *paper, Text *out);
void paper_aar(const Paper *paper, Text *out);
/* The overview's table, shared by the manual and the report. */
void paper_overview(const Paper *paper, Text *out);
