-- A tabletop in which months jump by: a large provider whose connections somebody else uses. Two hours. Nothing is
-- loud; what has to be decided is how much to disturb everybody on a suspicion.
local _ENV = require "keyfall.exercise"

exercise "cloud-hopper" {
  title = { "The quiet guests", ja = "静かな客" },
  summary = { "A large provider and one of its clients, over four years: small signs, costly answers.",
    ja = "大手事業者とその顧客の4年間。小さな兆候と、高くつく対応。" },
  scope = { "Two hours of discussion for one provider and one client; months pass between decisions.",
    ja = "事業者1社と顧客1社の2時間の討議型演習。決定の間に数か月が過ぎる。" },
  sponsor = { "The organisation that runs the exercise", ja = "演習の実施組織" },
  threat = { "Espionage through a provider's own connections", ja = "事業者の接続を悪用した情報窃取" },
  mission_area = { "Prevention and response", ja = "予防と対応" },
  tlp = "TLP:AMBER", lasts = minutes(120),
  startex = "2015-01-12T09:00Z", endex = "2018-12-15T12:00Z",
  score = "our_records", margin = 0.2, least = 10000,
  rules = {
    { "This is a no-fault exercise: plans are tested, people are not.", ja = "失敗を責めない。試すのは計画であり、人ではない。" },
    { "Between two decisions months pass; say what was done in them.", ja = "決定の間に数か月が過ぎる。その間の行動を述べる。" } } }

cast "provider" { title = { "Meridian Services", ja = "メリディアンサービス" }, plays = msp "provider in JP", clients = { least = 20, most = 1000 } }
cast "maker" { title = { "the machine maker", ja = "機械メーカー" }, plays = customer "client in JP", served_by = "provider", must_be_hit = false }

role "security" { title = { "Head of security, {provider}", ja = "{provider} セキュリティ責任者" }, sees = { "provider" },
  brief = { "You have twelve people and four hundred administrators to watch.", ja = "部下12人で管理者400人を見ている。" } }
role "operations" { title = { "Head of operations, {provider}", ja = "{provider} 運用責任者" }, sees = { "provider" },
  brief = { "Every connection that is cut is a contract that is broken.", ja = "接続を一つ切れば、契約を一つ破ることになる。" } }
role "client_ciso" { title = { "Head of security, {maker}", ja = "{maker} セキュリティ責任者" }, sees = { "maker" },
  brief = { "Your drawings are worth more than your machines. {provider} runs your servers.", ja = "設計図は機械より価値がある。サーバーは{provider}が運用している。" } }

measure "our_records" { title = { "records copied out of our clients", ja = "顧客から持ち出された記録" }, unit = "records", records = data_store { owner = clients_of "provider" } }
measure "our_clients" { title = { "our clients entered", ja = "侵入された顧客" }, unit = "clients", hit = clients_of "provider" }

sign "send a document to an administrator" { "An administrator remembers a document that would not open.", ja = "ある管理者が、開けなかった文書を覚えている。" }
sign "take administrators' passwords" { "A tool that reads passwords was found on a workstation, months old.", ja = "端末から数か月前のパスワード窃取ツールが見つかった。" }
sign "log in to the jump host" { "A log-in to the jump host at a time when its owner was on a plane.", ja = "本人が機内にいた時刻に、踏み台へのログインがある。" }
sign "go through the jump host into the client" { "A server talks to an address that nobody knows, a little every night.", ja = "サーバーが毎晩少しずつ、不明な宛先と通信している。" }
sign "pack it and carry it away" { "Large archives lie in a folder for deleted files.", ja = "削除済みフォルダーに大きな書庫ファイルがある。" }

objective "doubt" { text = { "Act on a suspicion in proportion to what it could mean.", ja = "疑いの重さに応じて行動する。" },
  capability = { "Intelligence and information sharing", ja = "情報収集と共有" },
  tasks = { { text = { "Say what would turn a suspicion into a finding.", ja = "疑いを確証に変えるものを述べる。" },
    expected = { { "Names logs, their age, and who may read them", ja = "必要なログ、保存期間、閲覧者を挙げる" } } } } }
objective "keys" { text = { "Limit what the own administrators can reach.", ja = "自社の管理者が届く範囲を絞る。" },
  capability = { "Access control and identity verification", ja = "アクセス制御" },
  tasks = { { text = { "Change standing access, not only passwords.", ja = "パスワードだけでなく常設のアクセスを変える。" },
    expected = { { "Asks for a second factor and for access on demand", ja = "二要素認証と都度払い出しを求める" } } } } }
objective "tell" { text = { "Tell clients before they hear it from others.", ja = "他から聞く前に顧客へ伝える。" },
  capability = { "Public information and warning", ja = "広報と警報" },
  tasks = { { text = { "Agree who tells whom what, and when.", ja = "誰が誰に何をいつ伝えるかを決める。" },
    expected = { { "A client hears it from its provider", ja = "顧客は事業者から直接聞く" } } } } }

module "signs" { title = { "Small signs", ja = "小さな兆候" }, from = "2015-01-12T09:00Z", lasts = minutes(30),
  summary = { "Nothing has happened. How would you know?", ja = "何も起きていない。どうすればそう言えるか。" } }
module "suspicion" { title = { "A suspicion", ja = "疑い" }, from = "2016-01-11T09:00Z", lasts = minutes(40),
  summary = { "A peer has been entered. Your own people may be tired of hearing it.", ja = "同業者が侵入された。社内はもう聞き飽きている。" } }
module "report" { title = { "The report", ja = "報告書" }, from = "2017-04-03T08:00Z", lasts = minutes(50),
  summary = { "It is public now, and clients ask whether they are on the list.", ja = "公になった。顧客は自社が含まれるか尋ねてくる。" } }

lever "second-factor" { title = { "A second factor for every administrator", ja = "全管理者に二要素認証" }, set = { mfa = 3 }, by = played "provider",
  after = assumed(days(90, 240), "a roll-out in a large company"), costs = usd(assumed(900000)) }
lever "on-demand" { title = { "Access to clients on demand only", ja = "顧客への接続は都度払い出し" }, set = { jit_access = 3 }, by = played "provider",
  after = assumed(days(120, 360)), costs = usd(assumed(1500000)) }
lever "rotate" { title = { "Change every administrator's password", ja = "全管理者のパスワードを変更" }, rotate = admin_account { owner = played "provider" },
  after = assumed(days(14, 45)), costs = usd(assumed(200000)) }
lever "jump-hosts-off" { title = { "Take the old jump hosts out of service", ja = "古い踏み台を廃止" }, contain = jump_host { owner = played "provider" },
  after = assumed(days(30, 120)), costs = usd(assumed(400000)) }
lever "maker-looks" { title = { "The maker looks through its own servers and cleans up", ja = "メーカーが自社サーバーを調べて除去" },
  contain = server_group { owner = played "maker" }, after = assumed(days(30, 120)), costs = usd(assumed(300000)) }
lever "tell-clients" { title = { "Tell every client what was seen", ja = "見たことを全顧客に伝える" }, notify = clients_of "provider", after = assumed(days(3, 14)) }
lever "agency" { title = { "Report it to the national agency", ja = "国の機関に届け出る" }, without_effect = "a duty; others may be warned by it" }

decision "spend" { module = "signs", by = { "security", "operations" }, objectives = { "keys" },
  question = { "There is money for one thing this year. Which?", ja = "今年は一つだけ予算がある。何に使うか。" }, opens = at "2015-02-02T09:00Z",
  options = {
    { id = "factor", title = { "A second factor for administrators", ja = "管理者の二要素認証" }, does = { "second-factor" }, good = true },
    { id = "passwords", title = { "New passwords for all administrators", ja = "全管理者のパスワード変更" }, does = { "rotate" } },
    { id = "nothing", title = { "Next year", ja = "来年にする" }, nothing = true, without_effect = "nothing changes" } } }
decision "suspect" { module = "suspicion", by = { "security", "operations" }, objectives = { "doubt", "keys" },
  question = { "A peer was entered through its jump hosts. What do you do with yours?", ja = "同業者が踏み台から侵入された。自社の踏み台をどうするか。" },
  opens = any { knows "provider", at "2016-01-18T09:00Z" },
  options = {
    { id = "off", title = { "Replace them within the quarter", ja = "四半期内に置き換える" }, does = { "jump-hosts-off", "rotate" }, good = true },
    { id = "watch", title = { "Watch them more closely", ja = "監視を強める" }, nothing = true, without_effect = "nobody has hours to read more logs" } } }
decision "maker-signs" { module = "suspicion", by = { "client_ciso" }, objectives = { "doubt" },
  question = { "A server of yours talks at night. It is run by {provider}. What now?", ja = "自社サーバーが夜間に通信している。運用は{provider}。どうするか。" },
  opens = any { knows "maker", at "2016-09-05T09:00Z" },
  options = {
    { id = "look", title = { "Look yourselves, and clean up", ja = "自ら調査し除去する" }, does = { "maker-looks" }, good = true },
    { id = "ask", title = { "Ask {provider} to look", ja = "{provider}に調査を依頼" }, nothing = true, without_effect = "the ticket is closed as expected behaviour" } } }
decision "tell" { module = "report", by = { "security", "operations" }, objectives = { "tell" },
  question = { "What do you tell your clients this week?", ja = "今週、顧客に何を伝えるか。" }, opens = any { told "provider", at "2017-04-10T08:00Z" },
  options = {
    { id = "all", title = { "What was seen, to every client, and to the agency", ja = "全顧客と機関に、見たことを" }, does = { "tell-clients", "agency", "on-demand" }, good = true },
    { id = "asked", title = { "Those who ask: that you are looking into it", ja = "尋ねた顧客に、調査中とだけ" }, nothing = true, without_effect = "nobody acts on it" } } }

inject "budget" { module = "signs", when = at "2015-01-12T09:00Z", title = { "The budget round", ja = "予算編成" },
  from = { "Facilitator", ja = "進行役" }, method = { "Read aloud", ja = "読み上げ" },
  text = { "{provider} runs servers for some hundred companies. Administrators reach them from a handful of jump hosts with a name and a password.",
    ja = "{provider}は百社余りのサーバーを運用する。管理者は数台の踏み台から、名前とパスワードで入る。" }, objectives = { "keys" } }
inject "attachment" { module = "signs", when = at "2015-06-15T09:00Z", to = { "security" }, title = { "An odd document", ja = "奇妙な文書" },
  from = { "Help desk", ja = "ヘルプデスク" }, method = { "Ticket", ja = "チケット" },
  text = { "\"An administrator opened an application for a job. It would not open. He closed the ticket himself.\"", ja = "「管理者が応募書類を開いたが表示されず、本人がチケットを閉じました。」" },
  expected = { "Somebody would want to see that machine.", ja = "その端末を調べたいと言う。" }, objectives = { "doubt" } }
inject "peer" { module = "suspicion", when = at "2016-01-11T09:00Z", to = { "security", "operations" }, title = { "A peer calls", ja = "同業者の電話" },
  from = { "A competitor's head of security", ja = "競合の責任者" }, method = { "Telephone", ja = "電話" },
  text = { "\"I did not call you. We had guests on our jump hosts for two years. Look at yours.\"", ja = "「この電話はなかったことに。踏み台に2年間侵入者がいました。御社も見てください。」" },
  expected = { "Logs: how far back do they go?", ja = "ログは何年前まであるか。" }, objectives = { "doubt" } }
inject "night-traffic" { module = "suspicion", when = any { knows "maker", at "2016-09-05T09:00Z" }, to = { "client_ciso" }, title = { "A little every night", ja = "毎晩少しずつ" },
  from = { "Network team", ja = "ネットワーク担当" }, method = { "E-mail", ja = "メール" },
  text = { "\"One server sends some megabytes every night to an address abroad. It is in the maintenance window.\"", ja = "「1台のサーバーが毎晩、数メガを海外に送っています。保守時間帯です。」" }, objectives = { "doubt" } }
inject "published" { module = "report", when = at "2017-04-03T08:00Z", to = { "security", "operations", "client_ciso" }, title = { "The report is out", ja = "報告書の公開" },
  from = { "Two companies of responders", ja = "対応企業2社" }, method = { "Web page", ja = "ウェブページ" },
  text = { "A campaign against large providers, for years, in many countries. No provider is named.", ja = "多数の国の大手事業者に対する、数年に及ぶ活動。事業者名はない。" },
  expected = { "Nobody waits for a list of names.", ja = "名簿を待たない。" }, objectives = { "tell" } }
inject "are-we" { module = "report", when = at "2017-04-12T08:00Z", to = { "operations" }, title = { "Are we on the list?", ja = "当社は含まれるか" },
  from = { "{maker}", ja = "{maker}" }, method = { "Letter", ja = "書簡" },
  text = { "\"Please confirm in writing that no third party has used your access to our systems.\"", ja = "「第三者が貴社の権限で当社に入っていないと書面で確認されたい。」" },
  expected = { "No promise that cannot be kept.", ja = "守れない約束をしない。" }, objectives = { "tell" } }
inject "indictment" { module = "report", when = at "2018-12-14T12:00Z", title = { "Two names", ja = "2名の起訴" }, from = { "Press", ja = "報道" }, method = { "News", ja = "ニュース" },
  text = { "Two persons are charged; the paper speaks of providers in a dozen countries.", ja = "2名が起訴され、十数か国の事業者に言及がある。" }, objectives = { "tell" } }
inject "hint-logs" { module = "suspicion", kind = "contingency", purpose = "help", when = by_hand, to = { "security" }, title = { "Thirty days", ja = "30日分" },
  from = { "Analyst", ja = "分析担当" }, method = { "In person", ja = "口頭" },
  text = { "\"The jump hosts keep thirty days of logs. We cannot say anything about last year.\"", ja = "「踏み台のログは30日分だけです。昨年のことは分かりません。」" }, objectives = { "doubt" } }

question { module = "signs", text = { "If somebody had been inside for a year, where would it show?", ja = "1年前から侵入されていたら、どこに現れるか。" },
  points = { { "Log-ins that nobody made; archives; traffic at night", ja = "本人でないログイン、書庫、夜間通信" } } }
question { module = "suspicion", text = { "How much may a suspicion cost?", ja = "疑いにどれだけ費用をかけてよいか。" }, probes = { { "Who decides, and on what?", ja = "誰が何を根拠に決めるか。" } } }
question { module = "report", text = { "What can a provider say that is true and of use?", ja = "真実で役に立つことを、事業者は何と言えるか。" } }
question { text = { "What would you write into the next contract?", ja = "次の契約に何を書くか。" } }
